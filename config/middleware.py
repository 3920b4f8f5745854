"""Default-deny, without losing what was being written when the session ended."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import middleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.html import format_html

from workflows.middleware import where_from
from workflows.typed import SESSION_KEY, forget_typed, keep_typed, typed_by

ENDED = "Votre session a pris fin. Reconnectez-vous\u00a0: "
KEPT = "ce que vous aviez écrit est gardé."
AGAIN = " Les pièces sont à joindre de nouveau."
LOST = "rien n’a été enregistré."
# Signing in again in another tab would leave this one with a token of the past.
ENDED_HERE = (
    "Votre session a pris fin. Enregistrez ce que vous avez écrit\u00a0: "
    "une fois reconnecté, vous le retrouverez."
)
PERSON_COOKIE = "ose_person"


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Django's, for which a form sent after the session ended is a page to come back to.

    Django would lead whoever signs in again to the address the form was sent to, which shows
    nothing, and drop what was typed. A cookie that outlives the session says whose browser it
    was: what one person typed is given back to nobody else.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> Any:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None and request.user.is_authenticated:
            person = str(request.user.pseudonym)
            if request.COOKIES.get(PERSON_COOKIE) != person:
                request.person = person  # type: ignore[attr-defined]
            if SESSION_KEY in request.session and (
                request.method == "POST" or not typed_by(request, person)
            ):
                forget_typed(request)
        return answer

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if person := getattr(request, "person", ""):
            response.set_cookie(
                PERSON_COOKIE,
                person,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(format_html('<p role="alert">{}</p>', ENDED_HERE), status=401)
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        address = urlsplit(where_from(request))
        page = address._replace(scheme="", netloc="").geturl()
        kept = keep_typed(request, page=page, person=request.COOKIES.get(PERSON_COOKIE, ""))
        files = AGAIN if kept and request.FILES else ""
        messages.warning(request, ENDED + (KEPT if kept else LOST) + files)
        return redirect_to_login(page, resolve_url(settings.LOGIN_URL))
