"""The CRESS's desk, and the clock of the instruction."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from directory.delays.in_force import delay
from directory.people.models import User
from labelling.desk.home import MONTHS_AHEAD, cress_home_context
from labelling.desk.renewals.months import Month, _renewals_statement, renewals
from labelling.dossiers.enums import Approach
from labelling.dossiers.models import Dossier
from labelling.dossiers.operations import open_dossier
from labelling.instruction.enums import ApplicationState
from labelling.instruction.operations import answer_complement
from labelling.instruction.queue.listing import pipeline
from labelling.instruction.reading.clock import clock_of
from tests import factories
from tests.directory import making
from workflows.actors import Actor
from workflows.engine import perform

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Europe/Paris"))


def made(state: str, *, days_ago: int, name: str = "") -> Dossier:
    with time_machine.travel(MONDAY - timedelta(days=days_ago), tick=False):
        return factories.dossier(state, org=factories.organisation(name))


def home_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    answer: Any = client.get(reverse("home"))
    return str(answer.text)


def test_the_desk_shows_what_presses_first() -> None:
    made(ApplicationState.SUBMITTED, days_ago=1, name="Rien ne presse")
    made(ApplicationState.UNDER_INSTRUCTION, days_ago=12, name="Cette semaine")
    made(ApplicationState.UNDER_INSTRUCTION, days_ago=17, name="En retard")
    with time_machine.travel(MONDAY, tick=False):
        sacha = factories.instructor()
        context = cress_home_context(sacha)
        shown = home_of(sacha)
        tiles = pipeline(Dossier, MONDAY.date())
    first = re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', context["first"])
    assert first == ["En retard", "Cette semaine"]
    counts = {tile.label: (tile.count, tile.late) for tile in tiles}
    assert counts["En instruction"] == ("2", "1")
    assert counts["Déposés"] == ("1", "0")
    assert re.findall("<p>([^<]+)</p>", context["tasks"]) == ["Rien ne presse"]
    assert f'<a href="{reverse("labelling:queue")}?retard=on">Tous les retards</a>' in shown


def test_the_desk_renders_when_there_is_nothing() -> None:
    page = home_of(factories.instructor())
    assert "Rien ne vous attend." in page
    assert page.count('class="is-empty"') == 12


def test_labels_that_end_within_the_year_month_by_month() -> None:
    ending = made(ApplicationState.VALIDATED, days_ago=3 * 365 - 30, name="Bientôt")
    other = made(ApplicationState.VALIDATED, days_ago=3 * 365 - 31, name="Bientôt aussi")
    renewed = made(ApplicationState.VALIDATED, days_ago=3 * 365 - 32, name="Déjà renouvelé")
    made(ApplicationState.VALIDATED, days_ago=3, name="Plus tard")
    with time_machine.travel(MONDAY - timedelta(days=2), tick=False):
        factories.dossier(ApplicationState.VALIDATED, org=renewed.organisation)
    open_dossier(
        organisation=other.organisation,
        approach=Approach.ESS_PRATIQUES,
        framework=None,
        renews=other.recognitions.get(),
        actor=Actor.of(factories.representative_of(other)),
    )
    assert ending.recognitions.get().valid_until.month == 12
    months = renewals(MONDAY.date(), MONTHS_AHEAD)
    assert len(months) == 12
    assert months[0].label == "nov.\u00a02026"
    assert [month.ending for month in months[:3]] == [0, 3, 0]
    assert sum(month.ending for month in months) == 3
    assert months[1].dots == ["renewed", "asked", "without"]
    assert months[1].note == "1\u00a0sans dossier"


@pytest.mark.parametrize(
    ("month", "note"),
    [
        (Month("déc."), ""),
        (Month("déc.", renewed=1, asked=1), "en cours"),
        (Month("déc.", renewed=1), "renouvelé"),
        (Month("déc.", renewed=2), "renouvelés"),
        (Month("déc.", asked=39, without=60), "60\u00a0sans dossier"),
        (Month("déc.", asked=40, without=60), "60+\u00a0sans dossier"),
        (Month("déc.", without=100), "99+\u00a0sans dossier"),
    ],
)
def test_a_month_says_what_is_left_to_do(month: Month, note: str) -> None:
    assert month.note == note


@pytest.mark.breaks_history
def test_a_month_is_counted_no_further_than_its_figure_shows() -> None:
    """Nor does it read a table whole."""
    label = made(ApplicationState.VALIDATED, days_ago=3 * 365 - 30).recognitions.get()
    making.many_like(label, 150)
    december = renewals(MONDAY.date(), MONTHS_AHEAD)[1]
    assert (december.number, december.note) == ("99+", "99+\u00a0sans dossier")
    assert december.ending == 100
    if connection.vendor == "sqlite":  # the other would rather read so small a table whole
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            days = [MONDAY.date(), MONDAY.date() + timedelta(days=30)] * MONTHS_AHEAD
            cursor.execute(f"EXPLAIN QUERY PLAN {_renewals_statement(MONTHS_AHEAD).sql}", days)
            plan = [detail for *_, detail in cursor.fetchall()]
        assert not [line for line in plan if line.startswith("SCAN d")]
        assert [line for line in plan if "next USING" in line and "one_next" in line]


def test_the_clock_leaves_the_pauses_out() -> None:
    dossier = made(ApplicationState.UNDER_INSTRUCTION, days_ago=14)
    person = Actor.of(factories.representative_of(dossier))
    with time_machine.travel(MONDAY - timedelta(days=9), tick=False):
        factories.ask(dossier, factories.representative_of(dossier))
    waiting = clock_of(dossier, MONDAY.date() - timedelta(days=6))
    assert waiting is not None
    assert waiting.tone == "wait"
    assert "En pause" in waiting.words
    with time_machine.travel(MONDAY - timedelta(days=5), tick=False):
        asked = dossier.complements.get()
        answer_complement(dossier, complement_id=asked.pk, answer="Voici.", actor=person)
        perform(dossier, "resubmit", actor=person)
    clock = clock_of(dossier, MONDAY.date())
    assert clock is not None
    assert clock.words == ("Jour\u00a010 sur\u00a015, sans les 4\u00a0jours de pause")
    late = clock_of(dossier, MONDAY.date() + timedelta(days=7))
    assert late is not None
    assert (late.tone, late.words) == ("stop", "2\u00a0jours de retard")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (0, "Jour\u00a00 sur\u00a015"),
        (1, "Jour\u00a01 sur\u00a015"),
        (15, "Jour\u00a015 sur\u00a015"),
    ],
)
def test_the_clock_without_a_pause(day: int, words: str) -> None:
    dossier = made(ApplicationState.SUBMITTED, days_ago=0)
    clock = clock_of(dossier, MONDAY.date() + timedelta(days=day))
    assert clock is not None
    assert clock.words == words
    assert delay("admissibility").number == 15


def test_no_clock_once_the_committee_is_waited_for() -> None:
    assert clock_of(made(ApplicationState.ADMISSIBLE, days_ago=3), date(2026, 11, 2)) is None
