"""The database is lost while a page is made, or while what was sent is recorded."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import AsyncClient, Client
from django.urls import reverse

from config.failures import RETRY_AFTER
from labelling.dossiers.models import Dossier
from tests import factories
from tests.committee import making
from tests.committee.pages import url
from workflows.models import Message

pytestmark = pytest.mark.django_db(transaction=True)

UNKNOWN = "Nous ne savons pas si votre action est enregistrée"
VOTE_UNKNOWN = "Nous ne savons pas si votre vote est enregistré"
WORDS = "Voici le compte rendu de l’assemblée."


def patient(user: Any) -> Client:
    """The browser of `user`, who gets the page of an error as people do."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def keep_then_lose(commit: Callable[[], None]) -> None:
    """The server commits, and its answer is lost on the way."""
    commit()
    raise OperationalError("the connection is lost")


def cut_then_commit(commit: Callable[[], None]) -> None:
    """PostgreSQL drops our session; on SQLite, which has none, the commit fails."""
    if connection.vendor != "postgresql":
        raise OperationalError("disk I/O error")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    another = connection.copy()
    try:
        with another.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        another.close()
    commit()


@contextmanager
def at_commit(accident: Callable[[Callable[[], None]], None]) -> Iterator[None]:
    """The next transaction that commits meets `accident`; those that follow do not."""
    database: Any = connection
    commit = database._commit
    pending = [accident]

    def committing() -> None:
        if pending:
            pending.pop()(commit)
        else:
            commit()

    database._commit = committing
    try:
        yield
        assert not pending, "nothing was committed"
    finally:
        database._commit = commit


@pytest.fixture
def no_database() -> Iterator[Callable[[], None]]:
    """From the call on, the database refuses every connection, until the test ends."""

    def refuse(database: Any) -> None:
        raise OperationalError("connection refused")

    with pytest.MonkeyPatch.context() as patch:

        def down() -> None:
            connection.close()
            patch.setattr(BaseDatabaseWrapper, "connect", refuse)

        yield down


PAGES = [
    "/",
    "/registre/",
    "/compte/login/",
    "/compte/password/reset/",
    "/taches/",
    "/dossiers/",
    "/seances/",
    "/notifications/",
    "/nulle-part/",
    "/sante/",
]


@pytest.mark.parametrize("path", PAGES)
def test_without_the_database_a_page_says_to_come_back(path: str, no_database: Any) -> None:
    client = patient(factories.instructor())
    no_database()
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == str(RETRY_AFTER)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "default-src" in answer.headers["Content-Security-Policy"]
    assert "Le site est indisponible pour un moment" in answer.text
    assert UNKNOWN not in answer.text


async def test_it_says_so_through_the_asynchronous_handler_too(no_database: Any) -> None:
    await database_sync_to_async(no_database)()
    answer = await AsyncClient(raise_request_exception=False).get("/registre/")
    assert answer.status_code == 503


def test_another_error_is_still_a_500(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directory.register.views.RegisterView.get", None)
    answer = Client(raise_request_exception=False).get("/registre/")
    assert answer.status_code == 500
    assert "Une erreur est survenue" in answer.text


def message(dossier: Dossier) -> tuple[str, dict[str, str]]:
    return reverse("workflows:messages", args=[dossier.pk]), {"body": WORDS, "password": "à moi"}


@pytest.mark.parametrize(("accident", "kept"), [(keep_then_lose, True), (cut_then_commit, False)])
def test_nobody_knows_whether_what_was_sent_is_recorded(accident: Any, kept: bool) -> None:
    dossier = factories.dossier("under_instruction")
    client = patient(factories.representative_of(dossier))
    path, fields = message(dossier)
    page = dossier.get_absolute_url()
    with at_commit(accident):
        answer = client.post(path, fields, headers={"Referer": f"http://testserver{page}"})
    assert answer.status_code == 503
    assert UNKNOWN in answer.text
    assert WORDS in answer.text
    assert "à moi" not in answer.text
    assert f'href="http://testserver{page}">Voir ce qui est enregistré' in answer.text
    assert Message.objects.filter(body=WORDS).exists() is kept
    # What it leads to says what is recorded.
    assert (WORDS in client.get(page).text) is kept


def test_a_form_sent_while_the_database_is_down_is_given_back(no_database: Any) -> None:
    dossier = factories.dossier("under_instruction")
    client = patient(factories.representative_of(dossier))
    path, fields = message(dossier)
    no_database()
    answer = client.post(path, fields)
    assert answer.status_code == 503
    assert UNKNOWN in answer.text
    assert WORDS in answer.text


@pytest.mark.parametrize(("accident", "kept"), [(keep_then_lose, True), (cut_then_commit, False)])
def test_a_vote_without_an_answer_is_said_and_the_room_shows_what_is_recorded(
    accident: Any, kept: bool
) -> None:
    made = making.committee()
    item = making.voting(made)
    round_ = making.round_of(item)
    client = patient(made.mandates[1].user)
    with at_commit(accident):
        answer = client.post(
            url(item.session, "points", item.pk, "vote"), {"round": round_.pk, "choice": "for"}
        )
    assert answer.status_code == 503
    assert VOTE_UNKNOWN in answer.text
    assert ('aria-pressed="true"' in answer.text) is kept
    assert round_.ballots.count() == int(kept)
    # Voting again is right in both cases.
    client.post(url(item.session, "points", item.pk, "vote"), {"round": round_.pk, "choice": "for"})
    assert round_.ballots.count() == 1


def test_a_vote_whose_database_stays_away_ends_on_a_page_that_says_so(no_database: Any) -> None:
    made = making.committee()
    item = making.voting(made)
    client = patient(made.mandates[1].user)
    fields = {"round": making.round_of(item).pk, "choice": "for"}

    def away(commit: Callable[[], None]) -> None:
        no_database()
        raise OperationalError("the connection is lost")

    with at_commit(away):
        answer = client.post(url(item.session, "points", item.pk, "vote"), fields)
    assert answer.status_code == 503
    assert UNKNOWN in answer.text
