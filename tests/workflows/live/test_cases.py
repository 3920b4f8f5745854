"""The socket of a case: who may listen, and what they hear, which is never data."""

import json
from dataclasses import asdict
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from tests import factories
from tests.sockets import socket_of
from tests.toys import making
from tests.toys.models import Repair
from workflows.correspondence.operations import post_message
from workflows.live.routing import websocket_urlpatterns
from workflows.outbox.events import Event, deliver

pytestmark = pytest.mark.django_db(transaction=True)
bring = database_sync_to_async(making.bring)


async def socket(case_id: int, user: Any) -> WebsocketCommunicator:
    return await socket_of(websocket_urlpatterns, f"/ws/cas/{case_id}/", user)


async def listens(case_id: int, user: Any) -> bool:
    listener = await socket(case_id, user)
    connected, _ = await listener.connect()
    await listener.disconnect()
    return connected


@database_sync_to_async
def publish(subject: Model, action: str) -> None:
    """As the worker does, after commit."""
    deliver.call(event=asdict(Event.of(subject, action, actor=factories.SYSTEM)))


async def test_those_who_read_a_case_listen_and_nobody_else() -> None:
    repair, other = await bring(), await bring()
    assert await listens(repair.pk, repair.owner)
    assert not await listens(repair.pk, other.owner)
    assert not await listens(repair.pk, AnonymousUser())
    assert not await listens(987_654, repair.owner)


async def test_a_change_pings_the_pages_of_that_case_alone() -> None:
    repair, other = await bring(), await bring()
    page, elsewhere = await socket(repair.pk, repair.owner), await socket(other.pk, other.owner)
    assert (await page.connect())[0]
    assert (await elsewhere.connect())[0]
    await publish(repair, "ask")
    ping = json.loads(await page.receive_from())
    assert ping == {"kind": Repair._meta.label_lower, "id": repair.pk, "state": "draft"}
    assert await elsewhere.receive_nothing()
    await page.disconnect()
    await elsewhere.disconnect()


async def test_a_message_pings_the_page_and_says_nothing_of_it() -> None:
    repair = await bring()
    page = await socket(repair.pk, repair.owner)
    assert (await page.connect())[0]
    write = database_sync_to_async(post_message)
    message = await write(repair, author=repair.owner, body="Une pièce manquait.")
    await publish(message, "post")
    assert json.loads(await page.receive_from()) == {
        "kind": "workflows.message",
        "id": message.pk,
        "state": "",
    }
    await page.disconnect()
