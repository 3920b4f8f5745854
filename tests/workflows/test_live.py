"""A ping from any thread wakes the sockets at once, after commit, and never fails its caller."""

import asyncio
import threading
import time
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.layers import InMemoryChannelLayer, get_channel_layer
from channels_redis.core import RedisChannelLayer
from django.db import transaction

from tests.silence import refusing, silent
from workflows.live import pings

CHANGE: dict[str, Any] = {"kind": "labelling.dossier", "pk": 1, "state": "submitted"}
MESSAGE = {"type": "live.ping", "kind": "labelling.dossier", "id": 1, "state": "submitted"}


class Broken(InMemoryChannelLayer):
    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        raise ConnectionRefusedError("no layer")


@pytest.fixture
async def channel():
    """A channel of the group `user-1`, on this test's loop, bound as a server binds its own."""
    layer = get_channel_layer()
    name = await layer.new_channel()
    await layer.group_add("user-1", name)
    pings.bind(asyncio.get_running_loop())
    yield name
    pings.bind(None)
    await layer.flush()


@pytest.mark.django_db(transaction=True)
async def test_a_ping_from_a_bare_thread_wakes_a_waiting_socket(channel):
    waiting = asyncio.create_task(get_channel_layer().receive(channel))
    # Nothing else runs on this loop: it sleeps in its selector when the ping comes.
    thread = threading.Timer(0.05, pings._send, ["user-1", MESSAGE])
    thread.start()
    start = time.monotonic()
    assert await asyncio.wait_for(waiting, timeout=5) == MESSAGE
    assert time.monotonic() - start < 1
    thread.join()


@pytest.mark.django_db(transaction=True)
async def test_a_ping_waits_for_the_commit(channel):
    def write(number: int, *, fails: bool) -> None:
        with transaction.atomic():
            pings.ping("user-1", **{**CHANGE, "pk": number})
            transaction.set_rollback(fails)

    await database_sync_to_async(write)(1, fails=True)
    await database_sync_to_async(write)(2, fails=False)
    layer = get_channel_layer()
    received = await asyncio.wait_for(layer.receive(channel), timeout=5)
    assert received["id"] == 2, "the one that rolled back was sent"
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(layer.receive(channel), timeout=0.2)


@pytest.mark.django_db(transaction=True)
def test_without_a_server_any_loop_will_do(monkeypatch):
    sent = []

    class Recording(InMemoryChannelLayer):
        async def group_send(self, group: str, message: dict[str, Any]) -> None:
            sent.append((group, message))

    monkeypatch.setattr(pings, "get_channel_layer", Recording)
    pings.ping("case-7", **CHANGE)
    assert sent == [("case-7", MESSAGE)]


@pytest.mark.django_db(transaction=True)
def test_a_layer_that_is_down_is_logged_and_fails_nobody(monkeypatch, caplog):
    monkeypatch.setattr(pings, "get_channel_layer", Broken)
    pings.ping("user-1", **CHANGE)
    assert "no layer" in caplog.text


@pytest.mark.django_db(transaction=True)
async def test_a_layer_that_is_down_is_logged_by_the_server_too(monkeypatch, caplog):
    monkeypatch.setattr(pings, "get_channel_layer", Broken)
    pings.bind(asyncio.get_running_loop())
    try:
        await database_sync_to_async(pings.ping)("user-1", **CHANGE)
        await asyncio.sleep(0.05)
    finally:
        pings.bind(None)
    assert "no layer" in caplog.text


def redis_at(port: int) -> RedisChannelLayer:
    address = f"redis://127.0.0.1:{port}/0"
    return RedisChannelLayer(hosts=[{"address": address, "socket_timeout": None}])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("server", [silent, refusing])
def test_redis_down_or_silent_costs_one_wait_then_nothing(server, monkeypatch, caplog):
    monkeypatch.setattr(pings, "WITHIN", 0.3)
    with server() as port:
        monkeypatch.setattr(pings, "get_channel_layer", lambda: redis_at(port))
        start = time.monotonic()
        for _ in range(20):
            pings.ping("user-1", **CHANGE)
        assert time.monotonic() - start < 3
    assert caplog.text.count("the channel layer does not answer") == 1


@pytest.mark.django_db(transaction=True)
def test_a_layer_that_comes_back_is_told_again(monkeypatch):
    pings.outage.note(ConnectionRefusedError("down"))
    sent = []

    class Recording(InMemoryChannelLayer):
        async def group_send(self, group: str, message: dict[str, Any]) -> None:
            sent.append(group)

    monkeypatch.setattr(pings, "get_channel_layer", Recording)
    pings.ping("user-1", **CHANGE)
    assert sent == []
    monkeypatch.setattr(pings.outage, "_until", 0.0)
    pings.ping("user-1", **CHANGE)
    assert sent == ["user-1"]
