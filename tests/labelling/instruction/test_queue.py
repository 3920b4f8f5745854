"""The CRESS's list: in order, filtered, page by page, at a cost that does not grow."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from directory.people.models import User
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState
from labelling.instruction.queue import listing
from labelling.instruction.queue.listing import read_page
from labelling.instruction.queue.selection import ALL, Cursor, Filters, select
from tests import factories
from tests.rows import multiply
from workflows.actors import Actor
from workflows.engine import perform

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 2, 10, tzinfo=PARIS)
S = ApplicationState


@contextmanager
def on(day: datetime) -> Iterator[None]:
    with time_machine.travel(day, tick=False):
        yield


def filed(
    name: str, *, days_ago: int = 0, state: str = S.SUBMITTED, by: User | None = None
) -> Dossier:
    """A dossier filed `days_ago` before MONDAY, taken in charge by `by` when given."""
    with on(MONDAY - timedelta(days=days_ago)):
        start = S.SUBMITTED if by else state
        made = factories.dossier(start, org=factories.organisation(name))
        if by:
            perform(made, "take_charge", actor=Actor.of(by))
    return made


def names(client: Client, **asked: str) -> list[str]:
    answer = client.get(reverse("labelling:queue"), asked)
    assert answer.status_code == 200
    return names_in(answer)


def names_in(answer: Any) -> list[str]:
    parts = unescape(answer.content.decode()).split('name="affaire"')[1:]
    return [part.split(">", 2)[2].split("<", 1)[0] for part in parts]


@pytest.fixture
def sacha() -> User:
    return factories.instructor()


@pytest.fixture
def client(sacha: User) -> Iterator[Client]:
    made = Client()
    with on(MONDAY):
        made.force_login(sacha)
        yield made


def test_only_the_cress_sees_it() -> None:
    person = factories.representative(factories.organisation())
    outsider = Client()
    outsider.force_login(person)
    answer = outsider.get(reverse("labelling:queue"))
    assert answer.status_code == 403
    assert "la CRESS" in unescape(answer.content.decode())
    director = Client()
    director.force_login(factories.manager())
    assert director.get(reverse("labelling:queue")).status_code == 200


def test_soonest_deadline_first_then_first_filed(client: Client, sacha: User) -> None:
    filed("Le plus récent")
    filed("Le plus ancien", days_ago=10)
    filed("À compléter", days_ago=12, state=S.TO_COMPLETE)
    filed("Même jour, plus tôt", days_ago=4)
    filed("Même jour, plus tard", days_ago=4)
    filed("Recevable", days_ago=3, state=S.ADMISSIBLE)
    filed("En préparation", state=S.PRESENTED)
    # The complements are due thirty days after they were asked for, so after the others.
    assert names(client) == [
        "Le plus ancien",
        "Même jour, plus tôt",
        "Même jour, plus tard",
        "Le plus récent",
        "À compléter",
    ]


def test_filters(client: Client, sacha: User) -> None:
    filed("Théâtre de la Levée", days_ago=20, by=sacha)
    filed("Les Écoles Buissonnières", days_ago=3, by=factories.instructor("Alix", "Perrot"))
    waiting = filed("Le Bon Tri", days_ago=1)
    filed("Le Pain Commun", days_ago=8, state=S.ADMISSIBLE)
    filed("Radio Marée", days_ago=9, state=S.VALIDATED)

    assert names(client, charge="moi") == ["Théâtre de la Levée"]
    assert names(client, charge="personne") == ["Le Bon Tri"]
    assert names(client, retard="on") == ["Théâtre de la Levée"]
    assert names(client, retard="on", etat=ALL) == ["Théâtre de la Levée"]
    assert names(client, etat=S.UNDER_INSTRUCTION, charge="moi") == ["Théâtre de la Levée"]
    assert names(client, etat=S.ADMISSIBLE) == ["Le Pain Commun"]
    assert names(client, etat=S.ADMISSIBLE, retard="on") == []
    assert names(client, etat=S.VALIDATED) == ["Radio Marée"]
    assert names(client, q="ecoles") == ["Les Écoles Buissonnières"]
    assert names(client, q=waiting.reference or "") == ["Le Bon Tri"]
    assert names(client, q="introuvable") == []
    assert names(client, etat=ALL) == [
        "Le Bon Tri",
        "Les Écoles Buissonnières",
        "Le Pain Commun",
        "Radio Marée",
        "Théâtre de la Levée",
    ]


def test_of_a_label_that_is_over_it_says_so(client: Client) -> None:
    filed("Le Pain Commun", days_ago=8, state=S.VALIDATED)
    over = filed("Radio Marée", days_ago=9, state=S.VALIDATED)
    holder = over.organisation.memberships.get().user
    perform(over.recognitions.get(), "renounce", actor=Actor.of(holder))
    rows = read_page(Dossier, Filters(state=ALL), user=User(), today=MONDAY.date()).rows
    assert {row.name: row.worth for row in rows} == {
        "Le Pain Commun": "",
        "Radio Marée": "Label rendu",
    }
    page = client.get(reverse("labelling:queue"), {"etat": S.VALIDATED}).text
    assert page.count("Label rendu") == 1


def test_values_nobody_offers_are_as_good_as_none(client: Client) -> None:
    filed("Le Bon Tri", days_ago=1)
    assert names(client, etat="perdu", charge="lui", apres="n'importe quoi") == ["Le Bon Tri"]


@pytest.mark.parametrize(
    "after",
    [
        "2026-11-02_2026-11-02T10:00:00_1",
        "9999-12-31_9999-12-31T23:59:59-23:00_1",
        "0001-01-01_0001-01-01T00:00:00+23:00_1",
        f"2026-11-02_2026-11-02T10:00:00+00:00_{10**40}",
        "2026-11-02_2026-11-02T10:00:00+00:00_-1",
    ],
)
def test_a_forged_cursor_is_the_first_page(client: Client, after: str) -> None:
    filed("Le Bon Tri", days_ago=1)
    assert names(client, apres=after) == ["Le Bon Tri"]


def test_each_active_filter_is_a_chip_that_takes_it_off(client: Client) -> None:
    answer = client.get(reverse("labelling:queue"), {"q": "bon tri", "retard": "on"})
    shown = unescape(answer.content.decode())
    assert 'class="o-chip" href="/dossiers/instruction/?retard=on"' in shown
    assert 'class="o-chip" href="/dossiers/instruction/?q=bon+tri"' in shown
    assert "Aucun dossier ne répond à ces filtres." in shown


def test_a_late_dossier_says_so(client: Client, sacha: User) -> None:
    filed("Théâtre de la Levée", days_ago=19, by=sacha)
    shown = unescape(client.get(reverse("labelling:queue")).content.decode())
    assert "4\u00a0jours de retard" in shown
    assert "Instruire le dossier" in shown
    assert "1 en retard" in shown


@pytest.mark.parametrize("state", ["", ALL, S.SUBMITTED])
def test_pages_follow_each_other_without_gap_nor_repeat(state: str, sacha: User) -> None:
    made = [filed(f"Structure {index}", days_ago=index // 3) for index in range(8)]
    seen: list[str] = []
    after = ""
    for _ in range(9):
        filters = Filters(state=state, after=Cursor.parse(after))
        page = read_page(Dossier, filters, user=sacha, today=MONDAY.date(), size=3)
        seen += [row.name for row in page.rows]
        after = page.following
        if not after:
            break
    assert sorted(seen) == sorted(dossier.title for dossier in made)
    expected = list(
        select(Dossier, Filters(state=state), user=sacha, today=MONDAY.date()).values_list(
            "title", flat=True
        )
    )
    assert seen == expected


def test_the_next_page_keeps_the_filters(
    client: Client, monkeypatch: pytest.MonkeyPatch, sacha: User
) -> None:
    for index in range(3):
        filed(f"Structure {index}", days_ago=index)
    monkeypatch.setattr(listing.read_page, "__kwdefaults__", {"size": 2})
    answer = client.get(reverse("labelling:queue"), {"q": "structure"})
    assert names_in(answer) == ["Structure 2", "Structure 1"]
    following = unescape(answer.content.decode()).split('rel="next" href="')[1].split('"')[0]
    assert "q=structure" in following
    assert names_in(client.get(following)) == ["Structure 0"]


@given(
    due=st.dates(),
    at=st.datetimes(timezones=st.just(ZoneInfo("UTC"))),
    pk=st.integers(1, 2**60),
)
def test_a_cursor_is_read_back_as_written(due: date, at: datetime, pk: int) -> None:
    cursor = Cursor(due, at, pk)
    assert Cursor.parse(str(cursor)) == cursor


@given(st.text(max_size=60))
def test_any_other_text_is_the_first_page(text: str) -> None:
    cursor = Cursor.parse(text)
    assert cursor is None or Cursor.parse(str(cursor)) == cursor


@pytest.mark.breaks_history
def test_the_same_statements_at_10_and_1000_rows(client: Client, sacha: User) -> None:
    template = filed("Modèle", by=sacha)
    multiply(template, 10)
    few = statements(client)
    multiply(template, 1000)
    many = statements(client)
    assert len(many) == len(few) <= 12
    assert len(names(client)) == listing.PAGE_SIZE
    shown = unescape(client.get(reverse("labelling:queue")).content.decode())
    assert "<b>99+</b>" in shown
    assert not [sql for sql in many if "COUNT(*)" in sql and "LIMIT" not in sql]


@pytest.mark.breaks_history
@pytest.mark.parametrize("state", ["", S.UNDER_INSTRUCTION, ALL])
def test_the_list_is_read_along_an_index(state: str, sacha: User) -> None:
    """Not one sort, which would read every dossier before it shows fifty."""
    template = filed("Modèle", by=sacha)
    multiply(template, 1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = select(Dossier, Filters(state=state), user=sacha, today=timezone.localdate())[
        :51
    ].explain()
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
    assert "dossier_" in plan


def statements(client: Client) -> list[str]:
    client.get(reverse("labelling:queue"))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(reverse("labelling:queue")).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(), "L’échéance la plus proche d’abord."),
        (Filters(state=ApplicationState.TO_COMPLETE), "L’échéance la plus proche d’abord."),
        (Filters(state=ApplicationState.VALIDATED), "Les plus anciens d’abord."),
        (Filters(state=ALL), "Tous, le dernier déposé d’abord."),
        (Filters(state=ALL, late=True), "L’échéance la plus proche d’abord."),
    ],
)
def test_it_says_which_come_first(filters: Filters, words: str) -> None:
    assert filters.order == words
