"""One way to wake the sockets: a hint that something changed, never the change itself.

The layer may be down: then hints are dropped, and a page shows what changed when it is reloaded.

The in-memory channel layer belongs to the event loop that serves the sockets: a message put there
from another thread's loop lies in the queue and wakes nobody. So the server gives its loop (`bind`)
and `ping` hands every message over to it. Without a bound loop (a worker on its own, a layer on
Redis) any loop will do.
"""

import asyncio
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from workflows.background.outages import Outage

# Seconds: the one who voted may be waiting for the layer to answer.
WITHIN = 2.0

outage = Outage("the channel layer")


class _Server:
    loop: asyncio.AbstractEventLoop | None = None


def bind(loop: asyncio.AbstractEventLoop | None) -> None:
    """Say which loop of this process serves the sockets; None when it stops."""
    _Server.loop = loop


def ping(group: str, *, kind: str, pk: int, state: str = "") -> None:
    """Tell the sockets of `group` (`PingConsumer`) that the object `kind` `pk` changed.

    From synchronous code, in any thread. Sent after commit, at once outside a transaction. The
    database is the truth: a ping that fails is logged and fails nothing. A layer that does not
    answer costs its caller `WITHIN` seconds, once, and nothing for the pause that follows.
    """
    message = {"type": "live.ping", "kind": kind, "id": pk, "state": state}
    transaction.on_commit(lambda: _send(group, message), robust=True)


def _send(group: str, message: dict[str, Any]) -> None:
    if outage.known:
        return
    if _Server.loop is None:
        async_to_sync(_tell)(group, message)
        return
    # Not waited for: the caller may itself be what the loop waits for.
    asyncio.run_coroutine_threadsafe(_tell(group, message), _Server.loop)


async def _tell(group: str, message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async with asyncio.timeout(WITHIN):
            await layer.group_send(group, message)
    except Exception as error:  # noqa: BLE001 - each layer has errors of its own
        outage.note(error)
