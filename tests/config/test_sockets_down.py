"""A socket whose channel layer or database is away is closed, to be opened again later."""

import asyncio
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.layers import InMemoryChannelLayer
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.db import OperationalError
from uvicorn.protocols.utils import ClientDisconnected

from config.sockets import TRY_LATER, TryLater
from notifications.bells.consumers import BellConsumer
from notifications.routing import websocket_urlpatterns
from tests import factories
from tests.silence import refusing, silent
from tests.sockets import session_of
from workflows.live import consumers

pytestmark = pytest.mark.django_db(transaction=True)


class DyingLayer(InMemoryChannelLayer):
    """Is there when the socket opens, and goes away."""

    async def receive(self, channel: str) -> Any:
        await asyncio.sleep(0)
        raise ConnectionError("gone")


async def bell() -> WebsocketCommunicator:
    user = await database_sync_to_async(factories.user)()
    asked = WebsocketCommunicator(TryLater(URLRouter(websocket_urlpatterns)), "/ws/cloche/")
    asked.scope |= {"user": user, "session": await session_of(user)}
    return asked


@pytest.mark.parametrize("server", [refusing, silent])
async def test_a_socket_that_cannot_listen_is_refused_for_now(
    server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    monkeypatch.setattr(consumers, "WITHIN", 0.2)
    asked = await bell()
    with server() as port:
        layer = {"hosts": [{"address": f"redis://127.0.0.1:{port}/0", "socket_timeout": None}]}
        settings.CHANNEL_LAYERS = {
            "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": layer}
        }
        assert await asked.connect(timeout=5) == (False, TRY_LATER)
    assert "socket /ws/cloche/ closed" in caplog.text


async def test_a_socket_whose_layer_goes_away_is_closed(settings: Any) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": f"{__name__}.DyingLayer"}}
    asked = await bell()
    await asked.send_input({"type": "websocket.connect"})
    heard = [await asked.receive_output(timeout=5) for _ in range(2)]
    assert [(said["type"], said.get("code")) for said in heard] == [
        ("websocket.accept", None),
        ("websocket.close", TRY_LATER),
    ]


async def test_a_socket_whose_rights_cannot_be_asked_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lost(consumer: Any, user: Any) -> str:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(BellConsumer, "group_for", lost)
    asked = await bell()
    assert await asked.connect(timeout=5) == (False, TRY_LATER)


async def test_a_page_that_leaves_as_we_write_to_it_is_no_failure(caplog: Any) -> None:
    async def left(*_: Any) -> None:
        raise ClientDisconnected

    await TryLater(left)({"path": "/ws/cloche/"}, left, left)
    assert not caplog.records
