"""The token of the forms that are sent through a socket."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token

_csrf = CsrfViewMiddleware(lambda request: HttpResponse())


def csrf_token_of(scope: dict[str, Any]) -> str:
    """What the forms of the page that opened a socket carry, by its cookie; empty without one."""
    request = HttpRequest()
    request.COOKIES = scope.get("cookies", {})
    _csrf.process_request(request)
    return get_token(request) if "CSRF_COOKIE" in request.META else ""
