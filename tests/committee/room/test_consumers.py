"""Each screen is sent the room as its person sees it, once for all that changed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client
from django.utils import timezone

from committee.bodies.models import Mandate
from committee.room import consumers, contents
from committee.room import operations as room
from committee.room.page import Room
from committee.routing import websocket_urlpatterns
from committee.sessions.models import AgendaItem, Session
from tests.committee import making
from tests.committee.pages import url
from tests.sockets import socket_of

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "b" * 32


async def page_of(item: AgendaItem, user: Any) -> WebsocketCommunicator:
    """The socket that the page of the room opens: with the cookies of its browser."""
    listener = await socket_of(websocket_urlpatterns, f"/ws/seances/{item.session_id}/", user)
    listener.scope["cookies"] = {settings.CSRF_COOKIE_NAME: TOKEN}
    assert (await listener.connect())[0]
    return listener


async def made_voting() -> tuple[making.Committee, AgendaItem]:
    made = await database_sync_to_async(making.committee)()
    return made, await database_sync_to_async(making.voting)(made)


@database_sync_to_async
def fetched(item: AgendaItem, user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.get(url(item.session, "salle") + "?fragment=1").content.decode()


@database_sync_to_async
def round_key(item: AgendaItem) -> int:
    return making.round_of(item).pk


def bare(html: str) -> str:
    """Without the token of its forms, which is new each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", html)


async def test_each_is_sent_what_their_page_would_fetch_and_nobody_else_s() -> None:
    made, item = await made_voting()
    chair, voted, recused, other = made.mandates[:4]
    await database_sync_to_async(room.recuse)(
        item, mandate=recused, reason="Ma sœur y travaille.", actor=made.chair
    )
    people = [chair.user, voted.user, recused.user, other.user, made.director]
    listeners = [await page_of(item, person) for person in people]
    await database_sync_to_async(room.cast_ballot)(
        item, round_id=await round_key(item), choice="against", user=voted.user
    )
    sent = [(await listener.receive_json_from())["html"] for listener in listeners]
    for person, html in zip(people, sent, strict=True):
        assert bare(html) == bare(await fetched(item, person))
    pressed = ['value="against" id="voix-against" aria-pressed="true"' in html for html in sent]
    assert pressed == [False, True, False, False, False]
    assert ["Votre déport" in html for html in sent] == [False, False, True, False, False]
    assert ["Clore le vote" in html for html in sent] == [True, False, False, False, False]
    assert ["Émargement" in html for html in sent] == [True, False, False, False, True]
    for listener in listeners:
        await listener.disconnect()


async def test_the_forms_that_are_sent_can_be_sent_back() -> None:
    made, item = await made_voting()
    member = made.mandates[1].user
    listener = await page_of(item, member)
    await database_sync_to_async(making.cast)(made, item, "for")
    html = (await listener.receive_json_from())["html"]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token is not None

    def vote() -> int:
        client = Client(enforce_csrf_checks=True)
        client.force_login(member)
        client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
        form = {"round": making.round_of(item).pk, "choice": "for", "recorded": ""}
        answer = client.post(
            url(item.session, "points", item.pk, "vote"),
            form | {"csrfmiddlewaretoken": token[1]},
        )
        return answer.status_code

    assert await database_sync_to_async(vote)() == 302
    await listener.disconnect()


async def test_of_several_changes_at_once_each_is_sent_what_they_led_to() -> None:
    made, item = await made_voting()
    listener = await page_of(item, made.mandates[4].user)
    await database_sync_to_async(making.cast)(made, item, "for", "against", "for")
    html = (await listener.receive_json_from())["html"]
    assert "<b>3</b> bulletins sur 5" in html
    assert await listener.receive_nothing()
    await database_sync_to_async(making.close)(made, item)
    assert "Vote clos" in (await listener.receive_json_from())["html"]
    await listener.disconnect()


@pytest.mark.breaks_history
async def test_whoever_lost_their_seat_is_sent_nothing_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, item = await made_voting()
    lost, kept = made.mandates[1], made.mandates[2]
    listeners = [await page_of(item, mandate.user) for mandate in (lost, kept)]
    asked_for: list[Any] = []
    see_rooms = contents.see_rooms

    def watched(session: Session, users: list[Any]) -> list[Room]:
        asked_for.extend(users)
        return see_rooms(session, users)

    monkeypatch.setattr(consumers, "see_rooms", watched)

    def lose_then_vote() -> None:
        Mandate.objects.filter(pk=lost.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
        making.cast(made, item, "for")

    await database_sync_to_async(lose_then_vote)()
    assert await listeners[0].receive_output() == {"type": "websocket.close", "code": 4403}
    assert "html" in await listeners[1].receive_json_from()
    assert asked_for == [kept.user]
    await listeners[1].disconnect()


async def test_what_cannot_be_drawn_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    made, item = await made_voting()
    listener = await page_of(item, made.mandates[1].user)

    def fail(*args: Any) -> None:
        raise ValueError("no template")

    monkeypatch.setattr(consumers, "see_rooms", fail)
    await database_sync_to_async(making.cast)(made, item, "for")
    assert await listener.receive_json_from() == {"kind": "ballot", "id": item.pk, "state": ""}
    await listener.disconnect()
