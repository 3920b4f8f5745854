"""Default-deny, without losing what was being written when the session ended."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import middleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url

from workflows.middleware import where_from
from workflows.typed import SESSION_KEY, forget_typed, keep_typed

ENDED = "Votre session a pris fin. Reconnectez-vous\u00a0: "
KEPT = "ce que vous aviez écrit est gardé."
LOST = "rien n’a été enregistré."


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Django's, for which a form sent after the session ended is a page to come back to.

    Django would lead whoever signs in again to the address the form was sent to, which shows
    nothing, and drop what was typed.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> Any:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        signed_in = answer is None and request.user.is_authenticated
        if signed_in and request.method == "POST" and SESSION_KEY in request.session:
            forget_typed(request)
        return answer

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        address = urlsplit(where_from(request))
        page = address._replace(scheme="", netloc="").geturl()
        kept = keep_typed(request, page=page)
        messages.warning(request, ENDED + (KEPT if kept else LOST))
        return redirect_to_login(page, resolve_url(settings.LOGIN_URL))
