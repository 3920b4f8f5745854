"""« Le pilotage »: what is late, the age of what waits, what is silent, who has how much."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from labelling.desk.pipeline.ages import ages_of
from labelling.desk.pipeline.load import NOBODY, loads
from labelling.desk.pipeline.silence import SILENT, silent
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState as S
from tests import factories
from tests.labelling.browsing import client_of
from workflows.correspondence.operations import post_message

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Europe/Paris"))
TODAY = MONDAY.date()
PAGE = "/bureau/pilotage/"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


def made(state: str, *, days_ago: int, name: str = "") -> Dossier:
    with time_machine.travel(MONDAY - timedelta(days=days_ago), tick=False):
        return factories.dossier(state, org=factories.organisation(name))


def cress() -> Client:
    return client_of(factories.manager())


def test_each_state_says_how_old_its_filings_are_and_how_many_are_late() -> None:
    for days in (0, 30, 31, 60, 61, 121):
        made(S.UNDER_INSTRUCTION, days_ago=days)
    made(S.SUBMITTED, days_ago=2)
    lines = {line.label: line for line in ages_of(Dossier, TODAY).lines}
    assert list(lines["En instruction"].numbers) == [2, 2, 1, 1]
    assert lines["En instruction"].late == 5
    assert lines["En instruction"].oldest == 121
    assert (lines["Déposés"].total, lines["Déposés"].late) == (1, 0)
    assert lines["Recevables"].oldest is None


def test_it_counts_nothing_that_is_not_filed_or_is_over() -> None:
    made(S.PRESENTED, days_ago=40)
    made(S.VALIDATED, days_ago=40)
    assert sum(line.total for line in ages_of(Dossier, TODAY).lines) == 0


def test_silence_ends_with_an_act_or_a_message() -> None:
    quiet = made(S.SUBMITTED, days_ago=SILENT.days + 1, name="Muette")
    heard = made(S.SUBMITTED, days_ago=SILENT.days + 1, name="Entendue")
    made(S.SUBMITTED, days_ago=SILENT.days, name="Récente")
    made(S.ADMISSIBLE, days_ago=90, name="Devant le comité")
    post_message(heard, author=factories.representative_of(heard), body="Où en est-on\u00a0?")
    assert [row.name for row in silent(Dossier, TODAY)] == ["Muette"]
    found = silent(Dossier, TODAY)[0]
    assert (found.days, found.url) == (SILENT.days + 1, quiet.get_absolute_url())


def test_the_last_message_tells_when_something_was_heard() -> None:
    quiet = made(S.SUBMITTED, days_ago=60)
    with time_machine.travel(MONDAY - timedelta(days=40), tick=False):
        post_message(quiet, author=factories.representative_of(quiet), body="Bonjour.")
    assert silent(Dossier, TODAY)[0].days == 40


def test_each_person_has_their_load_and_nobody_comes_first() -> None:
    late = made(S.UNDER_INSTRUCTION, days_ago=40)
    made(S.SUBMITTED, days_ago=1)
    idle = factories.instructor("Ida", "Repos")
    found = {line.name: line for line in loads([Dossier], TODAY).lines}
    assert next(iter(found)) == NOBODY
    assert list(found[NOBODY].numbers) == [1, 0]
    assert (found[str(late.assignee)].late, found[str(late.assignee)].total) == (1, 1)
    assert found[str(idle)].total == 0


def test_what_waits_for_the_committee_is_not_late_for_whoever_instructed_it() -> None:
    ready = made(S.ADMISSIBLE, days_ago=90)
    found = {line.name: line for line in loads([Dossier], TODAY).lines}
    assert (found[str(ready.assignee)].total, found[str(ready.assignee)].late) == (1, 0)


def test_the_page_puts_what_is_late_first() -> None:
    made(S.UNDER_INSTRUCTION, days_ago=40, name="Les Retards")
    made(S.SUBMITTED, days_ago=1, name="Rien ne presse")
    page = cress().get(PAGE).text
    assert page.index("Les Retards") < page.index("où ils en sont")
    assert "Rien ne presse" not in page


def test_the_page_stands_when_there_is_nothing() -> None:
    page = cress().get(PAGE).text
    assert "Aucun dossier n’est en retard." in page
    assert "Chaque dossier a eu de ses nouvelles." in page
