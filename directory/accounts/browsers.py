"""Browsers that have proved whose they are: the wrong passwords of strangers never stop them.

A signed cookie, which opens nothing by itself, is set by a successful sign-in. Setting a new
password by the link of a letter is as good a proof, for the session in which it was done.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac

COOKIE = "ose_browser"
SALT = "directory.browsers"
AGE = timedelta(days=180)
# People who share a browser: the last to sign in are remembered.
MOST_REMEMBERED = 5

Tokens = dict[str, str]


def token_for(request: HttpRequest, email: str) -> str:
    """What tells this browser apart for the account at `email`; empty when it proved nothing."""
    return _tokens(request).get(_digest(email), "")


def remember_browser(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let `response` tell the browser that it has proved to be that of the account at `email`."""
    account, tokens = _digest(email), _tokens(request)
    mine = tokens.pop(account, "") or get_random_string(16)
    others = list(tokens.items())[: MOST_REMEMBERED - 1]
    response.set_cookie(
        COOKIE,
        signing.dumps({account: mine, **dict(others)}, salt=SALT),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def prove_browser(request: HttpRequest, email: str) -> None:
    """Remember the same for this session: no response is at hand."""
    request.session[SALT] = _tokens(request) | {_digest(email): get_random_string(16)}


def _tokens(request: HttpRequest) -> Tokens:
    """By digest of the address, the last to sign in first."""
    kept: Tokens = request.session.get(SALT, {})
    try:
        held: Tokens = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        held = {}
    return kept | held


def _digest(email: str) -> str:
    """The cookie names nobody."""
    return salted_hmac(SALT, email.lower(), algorithm="sha256").hexdigest()[:32]
