"""One way to wake the sockets: a hint that something changed, never the change itself.

The in-memory channel layer belongs to the event loop that serves the sockets: a message put there
from another thread's loop lies in the queue and wakes nobody. So the server gives its loop (`bind`)
and `ping` hands every message over to it. Without a bound loop (a worker on its own, a layer on
Redis) any loop will do.
"""

import asyncio
import logging
from concurrent.futures import Future
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

logger = logging.getLogger(__name__)


class _Server:
    loop: asyncio.AbstractEventLoop | None = None


def bind(loop: asyncio.AbstractEventLoop | None) -> None:
    """Say which loop of this process serves the sockets; None when it stops."""
    _Server.loop = loop


def ping(group: str, *, kind: str, pk: int, state: str = "") -> None:
    """Tell the sockets of `group` (`PingConsumer`) that the object `kind` `pk` changed.

    From synchronous code, in any thread. Sent after commit, at once outside a transaction. The
    database is the truth: a ping that fails is logged and fails nothing.
    """
    message = {"type": "live.ping", "kind": kind, "id": pk, "state": state}
    transaction.on_commit(lambda: _send(group, message), robust=True)


def _send(group: str, message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    if _Server.loop is None:
        async_to_sync(layer.group_send)(group, message)
        return
    sent = asyncio.run_coroutine_threadsafe(layer.group_send(group, message), _Server.loop)
    # Not waited for: the caller may itself be what the loop waits for.
    sent.add_done_callback(_log_failure)


def _log_failure(sent: "Future[None]") -> None:
    if not sent.cancelled() and (error := sent.exception()) is not None:
        logger.error("a live ping was lost", exc_info=error)
