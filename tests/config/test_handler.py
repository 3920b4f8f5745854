"""One visitor stops nobody: what a request may weigh, how long it may take, whom it makes wait."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.conf import settings as django_settings
from django.test import Client

from config import bodies
from config.asgi import application
from config.bodies import Body, Places
from config.handler import Handler, takes_files
from config.refused_bodies import TooManyAtOnce
from tests import factories
from tests.config.asking import FILES, TEXT, Asked, until
from tests.config.held_urls import Held

pytestmark = pytest.mark.django_db(transaction=True)
MIB = 1024 * 1024
LOGIN = "/compte/login/"
COOKIE = django_settings.SESSION_COOKIE_NAME


CHUNKED = {**TEXT, "transfer-encoding": "chunked"}


def announced(size: int, kind: dict[str, str] = TEXT, **more: str) -> dict[str, str]:
    return {**kind, "content-length": str(size), **more}


@pytest.fixture
def held(settings: Any) -> Iterator[type[Held]]:
    """Pages that last, for a handler made in the test."""
    settings.ROOT_URLCONF = "tests.config.held_urls"
    Held.at_work.clear()
    Held.may_end.clear()
    Held.served.clear()
    yield Held
    Held.may_end.set()


async def at_work() -> None:
    """Until the page that lasts is at work."""
    assert await asyncio.to_thread(Held.at_work.wait, 20)


# --- What a request weighs ----------------------------------------------------------------------


async def test_a_request_announced_too_large_is_refused_before_it_is_read() -> None:
    asked = Asked(Handler(), LOGIN, method="POST", headers=announced(3 * MIB), body=[None])
    await until(lambda: asked.text)
    assert asked.read_before_answer == 0
    assert asked.status == 413
    assert "Cet envoi est trop volumineux" in asked.text
    assert "2\u00a0Mo au plus" in asked.text
    assert (b"Connection", b"close") in asked.sent[0]["headers"]
    asked.left.set()
    await asked.answer()


async def test_one_that_says_no_length_is_counted_as_it_comes() -> None:
    body = [bytes(MIB)] * 10
    asked = Asked(Handler(), LOGIN, method="POST", headers=CHUNKED, body=body)
    assert await asked.answer() == 413
    assert asked.read_before_answer == 3


async def test_what_still_comes_is_dropped_once_the_answer_has_left() -> None:
    body = [bytes(MIB)] * 5
    asked = Asked(Handler(), LOGIN, method="POST", headers=announced(5 * MIB), body=body)
    assert await asked.answer() == 413
    assert asked.read == 5
    *_, whole, end = asked.sent
    assert whole["more_body"]
    assert end == {"type": "http.response.body"}


async def test_what_is_dropped_has_an_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_DROPPED", 2 * MIB)
    body = [bytes(MIB)] * 5
    asked = Asked(Handler(), LOGIN, method="POST", headers=announced(5 * MIB), body=body)
    assert await asked.answer() == 413
    assert asked.read == 2


async def test_a_length_that_is_no_number_is_counted_as_it_comes() -> None:
    headers = {**TEXT, "content-length": "-5"}
    asked = Asked(Handler(), LOGIN, method="POST", headers=headers, body=[bytes(MIB)] * 5)
    assert await asked.answer() == 413


@pytest.mark.parametrize(
    "page",
    [
        "affaires/7/messages",
        "affaires/7/pieces",
        "dossiers/7/principes/questioning",
        "dossiers/7/presentation",
        "dossiers/7/complements",
    ],
)
def test_a_page_whose_form_has_a_place_for_files_takes_them(page: str) -> None:
    assert takes_files(f"/{page}/")


@pytest.mark.parametrize("path", ["/dossiers/7/engagements/", LOGIN, "/sante/", "/nulle-part/", ""])
def test_no_other_does(path: str) -> None:
    assert not takes_files(path)


def someone(dossier_person: Any) -> dict[str, str]:
    """The cookie of a session of theirs."""
    client = Client()
    client.force_login(dossier_person)
    return {"cookie": f"{COOKIE}={client.cookies[COOKIE].value}"}


def messages_page() -> tuple[str, dict[str, str]]:
    """The page where somebody writes on their dossier, and their cookie."""
    dossier = factories.dossier("submitted")
    cookie = someone(factories.representative_of(dossier))
    return f"/affaires/{dossier.pk}/messages/", cookie


async def test_files_are_read_from_somebody_who_is_signed_in() -> None:
    path, cookie = await database_sync_to_async(messages_page)()
    headers = announced(3 * MIB, FILES, **cookie)
    asked = Asked(Handler(), path, method="POST", headers=headers, body=[b"\r\n" * (MIB // 2)] * 3)
    # All was read; Django then finds no token in it.
    assert await asked.answer() == 403
    assert "Ce formulaire a expiré" in asked.text
    assert asked.read_before_answer == 3


async def test_what_is_no_file_has_no_more_room_there() -> None:
    path, cookie = await database_sync_to_async(messages_page)()
    headers = announced(3 * MIB, TEXT, **cookie)
    asked = Asked(Handler(), path, method="POST", headers=headers, body=[bytes(MIB)] * 3)
    assert await asked.answer() == 413


@pytest.mark.parametrize(
    "cookie", [{}, {"cookie": f"{django_settings.SESSION_COOKIE_NAME}=made-up"}]
)
async def test_and_from_nobody_else(cookie: dict[str, str]) -> None:
    path, _ = await database_sync_to_async(messages_page)()
    headers = announced(3 * MIB, FILES, **cookie)
    asked = Asked(Handler(), path, method="POST", headers=headers, body=[None])
    await until(lambda: asked.text)
    assert asked.read_before_answer == 0
    assert asked.status == 403
    assert "Votre session a pris fin" in asked.text
    asked.left.set()
    await asked.answer()


async def test_files_too_have_a_limit(settings: Any) -> None:
    settings.OSE_UPLOAD_REQUEST_MAX_BYTES = 4 * MIB
    path, cookie = await database_sync_to_async(messages_page)()
    headers = announced(5 * MIB, FILES, **cookie)
    asked = Asked(Handler(), path, method="POST", headers=headers, body=[bytes(MIB)] * 5)
    assert await asked.answer() == 413
    assert "4\u00a0Mo au plus en une fois, et 20\u00a0Mo au plus par fichier" in asked.text
    assert "Envoyez vos fichiers en plusieurs fois" in asked.text


async def test_a_person_sends_so_many_large_requests_at_once(settings: Any) -> None:
    settings.OSE_UPLOADS_PER_PERSON = 1
    path, cookie = await database_sync_to_async(messages_page)()
    headers = announced(3 * MIB, FILES, **cookie)
    handler = Handler()
    first = Asked(handler, path, method="POST", headers=headers, body=[bytes(MIB), None])
    await until(lambda: first.read)
    second = Asked(handler, path, method="POST", headers=headers, body=[bytes(MIB)] * 3)
    assert await second.answer() == 429
    assert "Trop d’envois à la fois" in second.text
    first.left.set()
    await first.answer()
    third = Asked(handler, path, method="POST", headers=headers, body=[b"\r\n" * (MIB // 2)] * 3)
    assert await third.answer() == 403  # read, and without a token


async def test_anybody_sends_files_where_a_page_says_so(settings: Any) -> None:
    """Bounded as they are read, and so many at once."""
    settings.OSE_VISITOR_REQUEST_MAX_BYTES = 4 * MIB
    settings.OSE_UPLOADS_PER_PLACE = settings.OSE_UPLOADS_FROM_VISITORS = 1
    handler, path = Handler(), "/reclamations/nouvelle/"
    too_large = announced(5 * MIB, FILES)
    asked = Asked(handler, path, method="POST", headers=too_large, body=[bytes(MIB)] * 5)
    assert await asked.answer() == 413
    headers = announced(3 * MIB, FILES)
    first = Asked(handler, path, method="POST", headers=headers, body=[bytes(MIB), None])
    await until(lambda: first.read)
    second = Asked(handler, path, method="POST", headers=headers, body=[bytes(MIB)] * 3)
    assert await second.answer() == 429
    first.left.set()
    await first.answer()
    third = Asked(handler, path, method="POST", headers=headers, body=[b"\r\n" * (MIB // 2)] * 3)
    assert await third.answer() == 403  # read, and without a token


def test_places_are_counted_for_each_and_for_all() -> None:
    places = Places(each=1, in_all=2)
    with places.place(1):
        with pytest.raises(TooManyAtOnce), places.place(1):
            pass
        with places.place(2), pytest.raises(TooManyAtOnce), places.place(3):
            pass
        with places.place(3):
            pass
    with places.place(1):
        pass


async def read(*chunks: bytes, most: int = 10 * MIB) -> Any:
    """What `Body` keeps of `chunks`."""
    coming = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    coming.append({"type": "http.request"})

    async def receive() -> Any:
        return coming.pop(0)

    return await Body(receive, announced=None).read(most=most)


async def test_what_is_long_is_kept_on_the_disk_and_whole() -> None:
    chunks = [bytes([number]) * 300_000 for number in range(12)]
    with await read(*chunks) as kept:
        assert kept._rolled
        assert kept.read() == b"".join(chunks)
    with await read(b"short") as kept:
        assert not kept._rolled
        assert kept.read() == b"short"


# --- How long it takes --------------------------------------------------------------------------


async def test_a_body_that_does_not_come_is_given_up(settings: Any) -> None:
    settings.OSE_BODY_PATIENCE = 0
    asked = Asked(Handler(), LOGIN, method="POST", headers=announced(100), body=[None])
    assert await asked.answer() == 408
    assert "L’envoi s’est interrompu" in asked.text


async def test_what_has_come_buys_time(settings: Any) -> None:
    settings.OSE_BODY_PATIENCE = 0
    settings.OSE_BODY_BYTES_A_SECOND = 1
    asked = Asked(Handler(), LOGIN, method="POST", headers=announced(90), body=[b"a=" * 30, None])
    await until(lambda: asked.read)
    done, _ = await asyncio.wait([asked.task], timeout=0.2)
    assert not done
    asked.left.set()
    assert await asked.answer() == 0  # who has left is answered nothing


# --- Whom it makes wait -------------------------------------------------------------------------


async def test_pages_wait_for_a_thread_and_a_probe_does_not(
    settings: Any, held: type[Held]
) -> None:
    settings.OSE_THREADS = 1
    handler = Handler()
    first = Asked(handler, "/hold/")
    await at_work()
    waiting = Asked(handler, "/short/")
    assert await Asked(handler, "/sante/").answer() == 200
    assert held.served == []
    held.may_end.set()
    assert await first.answer() == 200
    assert await waiting.answer() == 200


async def test_a_body_that_comes_slowly_takes_no_thread(settings: Any, held: type[Held]) -> None:
    settings.OSE_THREADS = 1
    handler = Handler()
    slow = Asked(handler, "/short/", method="POST", headers=announced(9), body=[b"a=1", None])
    await until(lambda: slow.read)
    assert await Asked(handler, "/short/").answer() == 200
    slow.left.set()
    await slow.answer()


async def test_a_reader_who_takes_their_time_takes_no_thread(
    settings: Any, held: type[Held]
) -> None:
    settings.OSE_THREADS = 1
    handler = Handler()
    slow = Asked(handler, "/blocks/")
    slow.slow_reader.clear()
    await until(lambda: slow.sent)
    assert await Asked(handler, "/short/").answer() == 200
    assert held.served == ["192.0.2.1"]  # and no block is read before it is wanted
    slow.slow_reader.set()
    assert await slow.answer() == 200
    assert slow.text == "x" * 30


async def test_who_left_while_waiting_is_not_served(settings: Any, held: type[Held]) -> None:
    settings.OSE_THREADS = 1
    handler = Handler()
    first = Asked(handler, "/hold/")
    await at_work()
    waiting = Asked(handler, "/short/", visitor="192.0.2.2")
    await until(lambda: waiting.read)
    waiting.left.set()
    held.may_end.set()
    assert await waiting.answer() == 0
    assert await first.answer() == 200
    assert held.served == []


async def test_visitors_take_turns(settings: Any, held: type[Held]) -> None:
    settings.OSE_THREADS = 1
    handler = Handler()
    first = Asked(handler, "/hold/")
    await at_work()
    eager = [Asked(handler, "/short/", visitor="192.0.2.1") for _ in range(5)]
    other = Asked(handler, "/short/", visitor="192.0.2.2")
    await until(lambda: all(one.read for one in [*eager, other]))
    held.may_end.set()
    for one in [first, *eager, other]:
        assert await one.answer() == 200
    assert held.served.index("192.0.2.2") == 1
    assert len(held.served) == 6


async def test_an_address_that_one_says_to_have_is_not_believed(held: type[Held]) -> None:
    asked = Asked(application, "/short/", headers={"x-forwarded-for": "203.0.113.9"})
    assert await asked.answer() == 200
    assert held.served == ["192.0.2.1"]
