"""The room's sockets: who may listen, and what they hear, which is never data."""

from datetime import timedelta
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from committee.bodies.models import Mandate
from committee.room import operations as room
from committee.routing import websocket_urlpatterns
from committee.sessions.live import ping
from committee.voting.models import Ballot
from directory.people.models import User
from tests import factories
from tests.committee import making
from tests.sockets import socket_of

pytestmark = pytest.mark.django_db(transaction=True)


async def socket(session_id: int, user: Any) -> WebsocketCommunicator:
    return await socket_of(websocket_urlpatterns, f"/ws/seances/{session_id}/", user)


@pytest.mark.parametrize("who", ["anonymous", "stranger", "other_body"])
async def test_those_who_may_not_read_the_session_do_not_listen(who: str) -> None:
    made = await database_sync_to_async(making.committee)()
    other = await database_sync_to_async(making.committee)()
    session = await database_sync_to_async(making.planned)(made)
    users = {
        "anonymous": AnonymousUser(),
        "stranger": await database_sync_to_async(factories.user)(),
        "other_body": other.mandates[0].user,
    }
    listener = await socket(session.pk, users[who])
    assert await listener.connect() == (False, 4403)
    await listener.disconnect()


async def test_an_unknown_session_is_refused() -> None:
    made = await database_sync_to_async(making.committee)()
    listener = await socket(987_654, made.mandates[0].user)
    assert await listener.connect() == (False, 4403)
    await listener.disconnect()


async def test_a_ballot_pings_the_room_and_says_nothing_of_it() -> None:
    made = await database_sync_to_async(making.committee)()
    item = await database_sync_to_async(making.voting)(made)
    listener = await socket(item.session_id, made.mandates[1].user)
    assert (await listener.connect())[0]
    await database_sync_to_async(making.cast)(made, item, "against")
    assert await listener.receive_json_from() == {"kind": "ballot", "id": item.pk, "state": ""}
    await listener.disconnect()


async def test_a_decision_pings_the_room_with_the_state_alone() -> None:
    made = await database_sync_to_async(making.committee)()
    item = await database_sync_to_async(making.voting)(made)
    await database_sync_to_async(making.cast)(made, item, "for", "for", "for")
    listener = await socket(item.session_id, made.director)
    assert (await listener.connect())[0]
    await database_sync_to_async(making.decide)(made, item)
    heard = [await listener.receive_json_from() for _ in range(2)]
    assert heard == [
        {"kind": "item", "id": item.pk, "state": "open"},
        {"kind": "item", "id": item.pk, "state": "decided"},
    ]
    await listener.disconnect()


async def test_what_rolls_back_pings_nobody() -> None:
    made = await database_sync_to_async(making.committee)()
    item = await database_sync_to_async(making.voting)(made)
    listener = await socket(item.session_id, made.mandates[1].user)
    assert (await listener.connect())[0]

    def vote_then_fail() -> None:
        with transaction.atomic():
            making.cast(made, item, "for")
            transaction.set_rollback(True)

    await database_sync_to_async(vote_then_fail)()
    assert await listener.receive_nothing()
    await listener.disconnect()


async def test_nothing_is_done_through_the_socket() -> None:
    made = await database_sync_to_async(making.committee)()
    item = await database_sync_to_async(making.voting)(made)
    sender = await socket(item.session_id, made.mandates[1].user)
    assert (await sender.connect())[0]
    await sender.send_json_to({"choice": "for", "round": 1})
    assert await sender.receive_nothing()
    assert not await database_sync_to_async(Ballot.objects.exists)()
    await sender.disconnect()


def test_a_channel_layer_that_is_down_loses_no_ballot(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    made = making.committee()
    item = making.voting(made)
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": ["redis://127.0.0.1:1"]},
        }
    }
    room.cast_ballot(
        item, round_id=making.round_of(item).pk, choice="for", user=made.mandates[0].user
    )
    ping(item.session_id, kind="item", pk=item.pk)
    assert making.round_of(item).ballots.count() == 1
    assert "the channel layer does not answer" in caplog.text


@pytest.mark.parametrize("how", ["account", "mandate"])
@pytest.mark.breaks_history
async def test_the_socket_of_whoever_lost_their_rights_closes_unheard(how: str) -> None:
    made = await database_sync_to_async(making.committee)()
    item = await database_sync_to_async(making.voting)(made)
    member = made.mandates[1]
    listener = await socket(item.session_id, member.user)
    assert (await listener.connect())[0]

    def lose_then_vote() -> None:
        if how == "account":
            User.objects.filter(pk=member.user_id).update(is_active=False)
        else:
            yesterday = timezone.localdate() - timedelta(days=1)
            Mandate.objects.filter(pk=member.pk).update(ends_on=yesterday)
        making.cast(made, item, "for")

    await database_sync_to_async(lose_then_vote)()
    assert await listener.receive_output() == {"type": "websocket.close", "code": 4403}


async def test_what_is_not_json_is_ignored_like_the_rest() -> None:
    made = await database_sync_to_async(making.committee)()
    item = await database_sync_to_async(making.voting)(made)
    sender = await socket(item.session_id, made.mandates[1].user)
    assert (await sender.connect())[0]
    await sender.send_to(text_data="not json")
    await sender.send_to(bytes_data=b"\x00")
    await database_sync_to_async(making.cast)(made, item, "for")
    assert (await sender.receive_json_from())["kind"] == "ballot"
    await sender.disconnect()
