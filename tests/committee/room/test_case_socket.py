"""The socket of a case on an agenda, for those who decide it."""

from typing import Any

import pytest
from channels.db import database_sync_to_async

from committee.room import operations as room
from tests import factories
from tests.committee import making
from tests.sockets import socket_of
from workflows.actors import Actor
from workflows.live.routing import websocket_urlpatterns

pytestmark = pytest.mark.django_db(transaction=True)


async def listens(case_id: int, user: Any) -> bool:
    listener = await socket_of(websocket_urlpatterns, f"/ws/cas/{case_id}/", user)
    connected, _ = await listener.connect()
    await listener.disconnect()
    return connected


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
