"""Default-deny: who comes in, with which proof, and who keeps a copy of what is shown."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import middleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.utils.html import format_html

from directory.accounts.second_factor import Standing, standing_of
from directory.delays.in_force import read_once
from workflows.pages.recovery import SESSION_KEY, forget_typed, keep_typed, typed_by
from workflows.pages.refusals import where_from

ENDED = "Votre session a pris fin. Reconnectez-vous\u00a0: "
KEPT = "ce que vous aviez écrit est gardé."
AGAIN = " Les pièces sont à joindre de nouveau."
LOST = "rien n’a été enregistré."
# Signing in again in another tab would leave this one with a token of the past.
ENDED_HERE = (
    "Votre session a pris fin. Enregistrez ce que vous avez écrit\u00a0: "
    "une fois votre session rouverte, vous le retrouverez."
)
FACTOR_ASKED = "Confirmez d’abord votre identité\u00a0: ouvrez de nouveau cette page."
NOTHING_DONE = "Rien n’a été enregistré."
PERSON_COOKIE = "ose_person"
PRIVATE = "private, no-store"
# What stays open to whoever has a second factor to set up, or to show.
SETTING_UP = {
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "health",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
}
SHOWING = {
    "account_logout",
    "health",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


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
        # Known from here on: a page asks a hundred things of its person, each slower of a lazy one.
        user: Any = getattr(request, "_cached_user", request.user)
        request.user = user
        if answer is None and user.is_authenticated:
            person = str(user.pseudonym)
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


class SecondFactorMiddleware:
    """Opens nothing but its own pages to whoever owes a second factor, or has not shown theirs.

    `request.second_factor` is the `Standing` of whoever is signed in: pages tell it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        standing = standing_of(request, request.user)
        request.second_factor = standing  # type: ignore[attr-defined]
        return self.elsewhere(request, standing) if standing.closed else None

    def elsewhere(self, request: HttpRequest, standing: Standing) -> HttpResponse | None:
        """Where to set up the second factor, or to show it; None where the request is that."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in (SHOWING if standing.to_show else SETTING_UP):
            return None
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(format_html('<p role="alert">{}</p>', FACTOR_ASKED), status=403)
        if request.method == "POST":
            messages.warning(request, NOTHING_DONE)
        if not standing.to_show:
            return redirect("mfa_index")
        back = QueryDict(mutable=True)
        back["next"] = request.get_full_path() if request.method == "GET" else where_from(request)
        return redirect(f"{resolve_url('mfa_reauthenticate')}?{back.urlencode(safe='/')}")


class PrivatePagesMiddleware:
    """What is shown to one person is kept by nobody else: not by a proxy, nor by the browser.

    A page of somebody signed in, one that holds a form's token, one that came with a session.
    What the public reads stays as its view made it, as does a header that a view has set.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_private(request) and "no-store" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = PRIVATE
        return response


def _is_private(request: HttpRequest) -> bool:
    user, session = getattr(request, "user", None), getattr(request, "session", None)
    if user is None or session is None:  # refused before anybody was known
        return False
    token_given = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return user.is_authenticated or token_given or not session.is_empty()


class DelaysMiddleware:
    """The delays are read once a request: with its person, or when a rule first needs one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with read_once():
            return self.get_response(request)
