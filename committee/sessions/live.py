"""What the room is told: that something changed, never what it says.

The socket of each screen adds the room as its person may see it (`committee/room/consumers.py`).
"""

import uuid

from django.core.cache import cache
from django.db import transaction

from workflows.live import pings

REMEMBERED = 24 * 3600  # seconds


def group_name(session_id: int) -> str:
    """The channels group of the room of one session."""
    return f"session-{session_id}"


def ping(session_id: int, *, kind: str, pk: int, state: str = "") -> None:
    """Tell the room, after commit, that the object `kind` `pk` changed.

    `kind` is `session`, `item`, `attendance`, `ballot` or `recusal`.
    """
    transaction.on_commit(lambda: _revise(session_id), robust=True)
    pings.ping(group_name(session_id), kind=kind, pk=pk, state=state)


def revision_of(session_id: int) -> str:
    """What each of those changes gives another value to, in every process that shares the cache.

    Empty before the first one.
    """
    found: str = cache.get(_key(session_id), "")
    return found


def _revise(session_id: int) -> None:
    cache.set(_key(session_id), uuid.uuid4().hex, REMEMBERED)


def _key(session_id: int) -> str:
    return f"{group_name(session_id)}-revision"
