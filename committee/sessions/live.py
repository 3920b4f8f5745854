"""What the room's sockets are told: that something changed, never what it says.

The page fetches the rest over HTTP, under its own permissions.
"""

from workflows.live import pings


def group_name(session_id: int) -> str:
    """The channels group of the room of one session."""
    return f"session-{session_id}"


def ping(session_id: int, *, kind: str, pk: int, state: str = "") -> None:
    """Tell the room, after commit, that the object `kind` `pk` changed.

    `kind` is `session`, `item`, `attendance`, `ballot` or `recusal`.
    """
    pings.ping(group_name(session_id), kind=kind, pk=pk, state=state)
