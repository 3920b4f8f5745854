"""The bell's socket: through the whole ASGI application, origins and sessions included."""

import json
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from config.asgi import application
from config.sockets import OPENING
from directory.people.models import User
from labelling.dossiers.models import Dossier
from notifications.bells.models import Notification
from tests import factories
from tests.notifications.draining import drain
from workflows.actors import Actor
from workflows.engine import perform
from workflows.live.consumers import CROWDED, OPEN

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "http://testserver"


def cookie_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def socket(
    *, origin: str | None = HOME, cookie: str = "", path: str = "/ws/cloche/"
) -> WebsocketCommunicator:
    headers = [(b"host", b"testserver")]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    if cookie:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode()))
    return WebsocketCommunicator(application, path, headers=headers)


@database_sync_to_async
def a_signed_in_instructor() -> tuple[User, str]:
    user = factories.instructor()
    drain()
    return user, cookie_of(user)


@database_sync_to_async
def someone_submits() -> Dossier:
    dossier = factories.dossier("presented")
    person = factories.representative_of(dossier)
    factories.fill(dossier, person)
    drain()
    perform(dossier, "submit", actor=Actor.of(person))
    drain()
    return dossier


async def test_the_bell_rings_when_an_event_concerns_one():
    user, cookie = await a_signed_in_instructor()
    bell = socket(cookie=cookie)
    connected, _ = await bell.connect()
    assert connected
    dossier = await someone_submits()

    ping = json.loads(await bell.receive_from())
    assert ping == {"kind": "labelling.dossier", "id": dossier.pk, "state": "submitted"}
    assert await Notification.objects.filter(user=user).aexists()
    assert await bell.receive_nothing()
    await bell.disconnect()


async def test_the_bell_of_another_stays_silent():
    @database_sync_to_async
    def a_stranger() -> str:
        return cookie_of(factories.user())

    bell = socket(cookie=await a_stranger())
    await bell.connect()
    await someone_submits()
    assert await bell.receive_nothing()
    await bell.disconnect()


async def test_a_visitor_without_account_is_refused():
    connected, _ = await socket().connect()
    assert not connected


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://testserver.evil.example",
        "http://testserver:9999",
        "ftp://testserver",
        None,
    ],
)
async def test_a_page_of_another_site_is_refused_with_our_cookie(origin: Any):
    _, cookie = await a_signed_in_instructor()
    connected, _ = await socket(origin=origin, cookie=cookie).connect()
    assert not connected


async def test_an_address_that_nothing_serves_is_refused_like_any_other():
    connected, _ = await socket(path="/ws/ailleurs/").connect()
    assert not connected


async def test_a_bell_left_open_after_signing_out_hears_nothing_more():
    _, cookie = await a_signed_in_instructor()
    bell = socket(cookie=cookie)
    await bell.connect()

    @database_sync_to_async
    def sign_out() -> None:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
        client.post("/compte/logout/")

    await sign_out()
    await someone_submits()
    assert (await bell.receive_output())["type"] == "websocket.close"


async def test_what_a_page_sends_is_ignored():
    _, cookie = await a_signed_in_instructor()
    bell = socket(cookie=cookie)
    await bell.connect()
    await bell.send_to(text_data="{not json")
    assert await bell.receive_nothing()
    await bell.disconnect()


async def test_beyond_so_many_the_oldest_ends_and_says_why(settings: Any) -> None:
    settings.OSE_SOCKETS_PER_PERSON = 2
    person, cookie = await a_signed_in_instructor()
    opened = [socket(cookie=cookie) for _ in range(3)]
    for bell in opened:
        assert (await bell.connect())[0]
    oldest, *others = opened
    assert await oldest.receive_output() == {"type": "websocket.close", "code": CROWDED}
    await someone_submits()
    for bell in others:
        assert json.loads(await bell.receive_from())["state"] == "submitted"
    assert len(OPEN[person.pk]) == 2
    for bell in opened:
        await bell.disconnect()
    assert person.pk not in OPEN


async def test_another_person_has_their_own(settings: Any) -> None:
    settings.OSE_SOCKETS_PER_PERSON = 1
    _, cookie = await a_signed_in_instructor()
    _, other = await a_signed_in_instructor()
    opened = [socket(cookie=cookie), socket(cookie=other)]
    for bell in opened:
        assert (await bell.connect())[0]
    for bell in opened:
        assert await bell.receive_nothing()
        await bell.disconnect()


async def test_a_process_holds_so_many_and_takes_another_once_one_has_left(settings: Any) -> None:
    settings.OSE_SOCKETS_PER_PROCESS = 1
    _, cookie = await a_signed_in_instructor()
    first, second, third = (socket(cookie=cookie) for _ in range(3))
    assert (await first.connect())[0]
    assert not (await second.connect())[0]
    await first.disconnect()
    assert (await third.connect())[0]
    await third.disconnect()


async def test_those_that_open_make_room_for_the_next_ones() -> None:
    _, cookie = await a_signed_in_instructor()
    opened = [socket(cookie=cookie) for _ in range(OPENING + 2)]
    assert all([(await bell.connect())[0] for bell in opened])
    for bell in opened:
        await bell.disconnect()
