"""What the room's sockets are told: that something changed, never what it says.

The page fetches the rest over HTTP, under its own permissions. The database is the truth, the
socket a hint: a ping that is lost costs a reload, and nothing else.
"""

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction


def group_name(session_id: int) -> str:
    """The channels group of the room of one session."""
    return f"session-{session_id}"


def ping(session_id: int, *, kind: str, pk: int, state: str = "") -> None:
    """Tell the room, after commit, that the object `kind` `pk` changed.

    `kind` is `session`, `item`, `attendance`, `ballot` or `recusal`. A channel layer that is down
    is logged and loses the ping: what was committed stays committed.
    """
    event = {"type": "room.changed", "message": {"kind": kind, "id": pk, "state": state}}

    # A function, not a partial: Django names it when it logs the failure of a robust callback.
    def send() -> None:
        layer = get_channel_layer()
        if layer is not None:
            async_to_sync(layer.group_send)(group_name(session_id), event)

    transaction.on_commit(send, robust=True)
