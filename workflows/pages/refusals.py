"""Three refusals, three faces: a refusal raised anywhere becomes its page, with its status.

And an address that only takes a form says so to whoever opens it.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from workflows.actors import Actor
from workflows.pages.recovery import typed_in
from workflows.pages.timeline import actor_names
from workflows.verdicts import Forbidden, Refusal, Refused, Stale

TEMPLATES: dict[type[Refusal], str] = {
    Forbidden: "refusals/forbidden.html",
    Refused: "refusals/refused.html",
    Stale: "refusals/stale.html",
}


class RefusalMiddleware:
    """Turn Forbidden, Refused and Stale into 403, 422 and 409 pages.

    What the person had typed is shown again on the page, so that nothing is lost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
            page = render(request, "405.html", {"back": where_from(request)}, status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        template = TEMPLATES.get(type(exception))  # type: ignore[arg-type]
        if template is None or not isinstance(exception, Refusal):
            return None
        own = False
        if isinstance(exception, Stale) and exception.by:
            # A double click, more often than not: the first one did it.
            own = exception.repeated and exception.by == Actor.of(request.user).reference
            exception.by = actor_names([exception.by])[exception.by]
        context = {
            "refusal": exception,
            "own": own,
            "typed": typed_in(request),
            "back": where_from(request),
            "about": about(request),
        }
        return render(request, template, context, status=exception.status_code)


def about(request: HttpRequest) -> Any:
    """What the page was about, where it has a page of its own other than this one."""
    looked_at = getattr(request, "looked_at", None)
    address = getattr(looked_at, "get_absolute_url", None)
    return looked_at if address and address() != request.path else None


def where_from(request: HttpRequest, otherwise: str = "/") -> str:
    """The page the person comes from when it is ours and not this one again, else the entrance."""
    referer = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not ours or (request.method == "GET" and referer == request.build_absolute_uri()):
        return otherwise
    return referer
