"""Who holds the sessions of sockets, read again as a page would: one query for all of each kind."""

from collections.abc import Callable, Collection
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, get_user, load_backend
from django.contrib.auth import SESSION_KEY as PERSON
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

Session: Any = import_module(settings.SESSION_ENGINE).SessionStore

# What closes every page to somebody closes their sockets: each app adds what it knows.
Condition = Callable[[HttpRequest, Any], bool]
_conditions: list[Condition] = []


def socket_condition(condition: Condition) -> Condition:
    """Register `condition(request, user)`: false for a session whose pages are closed.

    `request` holds the session, and nothing else of a request.
    """
    _conditions.append(condition)
    return condition


def people_of(keys: Collection[str]) -> dict[str, Any]:
    """By session key, the person whose pages that session opens; nothing for the others."""
    sessions = _sessions(keys)
    users = _users(sessions)
    found = {}
    for key, session in sessions.items():
        request = HttpRequest()
        request.session = session
        user = users.get(session.get(PERSON, ""))
        if user is None or not _is_theirs(session, user):
            user = get_user(request)  # Django's last word, when ours is not a plain yes
        if user.is_authenticated and all(condition(request, user) for condition in _conditions):
            found[key] = user
    return found


def _sessions(keys: Collection[str]) -> dict[str, Any]:
    """Those that have not ended, read."""
    found = {}
    rows = Session.get_model_class().objects.filter(
        session_key__in=keys, expire_date__gt=timezone.now()
    )
    for row in rows:
        session = Session(row.session_key)
        session._session_cache = session.decode(row.session_data)
        found[row.session_key] = session
    return found


def _users(sessions: dict[str, Any]) -> dict[str, Any]:
    """By key as sessions write it, those whom our backends know; each asked once for all."""
    asked: dict[str, set[str]] = {}
    for session in sessions.values():
        if PERSON in session:
            asked.setdefault(session.get(BACKEND_SESSION_KEY, ""), set()).add(session[PERSON])
    found: dict[str, Any] = {}
    for path, keys in asked.items():
        if path in settings.AUTHENTICATION_BACKENDS:
            backend: Any = load_backend(path)
            found |= {str(user.pk): user for user in backend.get_users(keys)}
    return found


def _is_theirs(session: Any, user: Any) -> bool:
    """Whether the session was opened with the password that `user` has now."""
    sealed = session.get(HASH_SESSION_KEY, "")
    return bool(sealed) and constant_time_compare(sealed, user.get_session_auth_hash())
