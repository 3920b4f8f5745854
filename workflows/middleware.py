"""Three refusals, three faces: a refusal raised anywhere becomes its page, with its status."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from workflows.timeline import actor_names
from workflows.verdicts import Forbidden, Refusal, Refused, Stale

TEMPLATES: dict[type[Refusal], str] = {
    Forbidden: "refusals/forbidden.html",
    Refused: "refusals/refused.html",
    Stale: "refusals/stale.html",
}
HIDDEN = ("csrfmiddlewaretoken", "expected", "seen")


class RefusalMiddleware:
    """Turn Forbidden, Refused and Stale into 403, 422 and 409 pages.

    What the person had typed is shown again on the page, so that nothing is lost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        template = TEMPLATES.get(type(exception))  # type: ignore[arg-type]
        if template is None or not isinstance(exception, Refusal):
            return None
        typed = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in HIDDEN and value.strip()
        ]
        if isinstance(exception, Stale) and exception.by:
            exception.by = actor_names([exception.by])[exception.by]
        context = {"refusal": exception, "typed": typed, "back": where_from(request)}
        return render(request, template, context, status=exception.status_code)


def where_from(request: HttpRequest) -> str:
    """The page the person comes from when it is ours and not this one again, else the entrance."""
    referer = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not ours or (request.method == "GET" and referer == request.build_absolute_uri()):
        return "/"
    return referer
