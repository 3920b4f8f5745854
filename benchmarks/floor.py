"""Who is signed in, on the pages that are a floor: their session and they are read as Django alone
would.

What a plain page costs is what ours are told beside, from one year to the next: what makes reading
them quicker makes our pages quicker, and not their floor.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from directory.accounts.backend import reading_of

ADDRESSES = "/bench/"


class PlainPersonMiddleware:
    """After that of django.contrib.auth, whose person nobody has asked for yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ADDRESSES):
            key = request.session.session_key
            request.session = SessionStore(key)
            request.user = SimpleLazyObject(lambda: person_of(request))  # type: ignore[assignment]
        return self.get_response(request)


def person_of(request: HttpRequest) -> Any:
    """Whose session it is: its query is written each time."""
    user = reading_of(request.session[SESSION_KEY], timezone.localdate()).get()
    if not constant_time_compare(request.session[HASH_SESSION_KEY], user.get_session_auth_hash()):
        raise RuntimeError("the session of a bench is not that of its person")
    return user
