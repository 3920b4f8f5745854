"""The socket of a case's page: who may listen, and what they hear, which is never data."""

import json
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from committee.room import operations as room
from labelling.dossiers.models import Dossier
from tests import factories
from tests.committee import making
from tests.notifications.draining import drain
from tests.sockets import socket_of
from workflows.actors import Actor
from workflows.correspondence.operations import post_message
from workflows.engine import perform
from workflows.live.routing import websocket_urlpatterns

pytestmark = pytest.mark.django_db(transaction=True)


async def socket(dossier_id: int, user: Any) -> WebsocketCommunicator:
    return await socket_of(websocket_urlpatterns, f"/ws/cas/{dossier_id}/", user)


@database_sync_to_async
def a_filed_dossier() -> Dossier:
    dossier = factories.dossier("submitted")
    drain()
    return dossier


@database_sync_to_async
def take_charge(dossier: Dossier) -> None:
    perform(dossier, "take_charge", actor=Actor.of(factories.instructor()))
    drain()


async def listens(dossier_id: int, user: Any) -> bool:
    listener = await socket(dossier_id, user)
    connected, _ = await listener.connect()
    await listener.disconnect()
    return connected


async def test_those_who_read_the_dossier_listen_and_nobody_else() -> None:
    dossier = await a_filed_dossier()
    person = await database_sync_to_async(factories.representative_of)(dossier)
    colleague = await database_sync_to_async(factories.instructor)("Élise", "Tanguy")
    other = await database_sync_to_async(factories.representative)()
    assert await listens(dossier.pk, person)
    assert await listens(dossier.pk, colleague)
    assert not await listens(dossier.pk, other)
    assert not await listens(dossier.pk, AnonymousUser())
    assert not await listens(987_654, colleague)


async def test_a_member_listens_to_what_is_on_their_agenda_unless_recused() -> None:
    made = await database_sync_to_async(making.committee)()
    dossier = await database_sync_to_async(factories.dossier)("admissible")
    member = made.mandates[1]
    assert not await listens(dossier.pk, member.user)
    session = await database_sync_to_async(making.opened)(made, dossier)
    assert await listens(dossier.pk, member.user)

    @database_sync_to_async
    def recuse() -> None:
        item = session.items.get()
        room.recuse(item, mandate=member, reason="Un lien.", actor=Actor.of(member.user))

    await recuse()
    assert not await listens(dossier.pk, member.user)


async def test_a_change_pings_the_page_of_that_dossier_alone() -> None:
    dossier, other = await a_filed_dossier(), await a_filed_dossier()
    colleague = await database_sync_to_async(factories.instructor)("Élise", "Tanguy")
    page, elsewhere = await socket(dossier.pk, colleague), await socket(other.pk, colleague)
    assert (await page.connect())[0]
    assert (await elsewhere.connect())[0]
    await take_charge(dossier)
    ping = json.loads(await page.receive_from())
    assert ping == {"kind": "labelling.dossier", "id": dossier.pk, "state": "under_instruction"}
    assert await elsewhere.receive_nothing()
    await page.disconnect()
    await elsewhere.disconnect()


async def test_a_message_pings_the_page_and_says_nothing_of_it() -> None:
    dossier = await a_filed_dossier()
    colleague = await database_sync_to_async(factories.instructor)("Élise", "Tanguy")
    page = await socket(dossier.pk, colleague)
    assert (await page.connect())[0]

    @database_sync_to_async
    def write() -> int:
        person = factories.representative_of(dossier)
        message = post_message(dossier, author=person, body="Une pièce manquait.")
        drain()
        return message.pk

    written = await write()
    assert json.loads(await page.receive_from()) == {
        "kind": "workflows.message",
        "id": written,
        "state": "",
    }
    await page.disconnect()


async def test_the_page_names_its_socket_and_what_it_shows() -> None:
    @database_sync_to_async
    def shown(dossier: Dossier) -> str:
        client = Client()
        client.force_login(factories.representative_of(dossier))
        return client.get(dossier.get_absolute_url()).content.decode()

    dossier = await a_filed_dossier()
    before = await shown(dossier)
    assert f'data-socket="/ws/cas/{dossier.pk}/"' in before
    await take_charge(dossier)
    version = before.split('data-version="')[1].split('"')[0]
    assert f'data-version="{version}"' not in await shown(dossier)
