"""How applications ended, and in how long: on the page, and in what is taken away."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import time_machine
from django.test import Client

from labelling.desk.outcomes.counts import Outcome, tables_of
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState as S
from tests import factories
from tests.labelling.browsing import client_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Europe/Paris"))
PAGE = "/bureau/delais-et-issues/"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cress() -> Client:
    return client_of(factories.instructor())


def ended(
    state: S, *, days_ago: int = 0, took: int = 0, department: str = "49", form: str = "9220"
) -> Dossier:
    """A dossier that ended so many days ago, `took` days after it was filed."""
    end = NOW - timedelta(days=days_ago)
    with time_machine.travel(end - timedelta(days=took), tick=False) as clock:
        made = factories.dossier(
            S.SUBMITTED, org=factories.organisation(department=department, legal_form=form)
        )
        person = factories.representative_of(made)
        if state == S.WITHDRAWN:
            factories.withdraw(made, person)
            return made
        factories.take_charge(made, person)
        factories.assess(made, person)
        factories.deliberate(made, person)
        clock.move_to(end)
        factories.decide("validate" if state == S.VALIDATED else "refuse")(made, person)
        return made


def lines(key: str, year: int | None = None) -> dict[str, Outcome]:
    table = next(table for table in tables_of(Dossier, year) if table.key == key)
    return {line.label: line for line in table.lines}


def test_outcomes_and_mean_delays_by_department() -> None:
    ended(S.VALIDATED, took=40)
    ended(S.REFUSED, took=20)
    ended(S.WITHDRAWN)
    ended(S.VALIDATED, took=0, department="85")
    factories.dossier(S.SUBMITTED, org=factories.organisation(department="44"))
    found = lines("departement")
    assert list(found["Maine-et-Loire"].numbers) == [1, 1, 1]
    assert found["Maine-et-Loire"].delay == 30
    assert found["Vendée"].delay == 0
    assert "Loire-Atlantique" not in found  # nothing is over there


def test_a_year_is_that_of_the_end_and_narrows_the_other_tables() -> None:
    ended(S.VALIDATED, days_ago=400, took=30)
    ended(S.VALIDATED, took=10)
    assert {label: line.delay for label, line in lines("annee", 2025).items()} == {
        "2025": 30,
        "2026": 10,
    }
    assert lines("departement", 2025)["Maine-et-Loire"].delay == 30
    assert lines("forme", 2024) == {}


def test_what_was_never_filed_is_not_counted() -> None:
    made = factories.dossier(S.COMMITTED)
    factories.withdraw(made, factories.representative_of(made))
    assert lines("annee") == {}


def test_the_page_shows_a_picture_and_its_table(cress: Client) -> None:
    ended(S.VALIDATED, took=12)
    page = cress.get(PAGE, {"annee": "2026"}).text
    assert page.count('<svg class="o-bars"') == 6
    assert "12\u00a0jours" in page.replace("&nbsp;", "\u00a0")


def test_what_has_no_delay_keeps_its_place_in_both_pictures_and_says_so(cress: Client) -> None:
    ended(S.VALIDATED, took=12, form="9220")
    ended(S.WITHDRAWN, form="9222")
    ended(S.REFUSED, took=8, form="9300")
    table = next(table for table in tables_of(Dossier) if table.key == "forme")
    assert [(line.label, line.y) for line in table.delays.lines] == [
        (line.label, line.y) for line in table.bars.lines
    ]
    assert [line.said for line in table.delays.lines] == [
        "12\u00a0jours",
        "aucune décision",
        "8\u00a0jours",
    ]
    assert not table.delays.lines[1].parts
    assert 'data-label="Délai moyen">aucune décision</td>' in cress.get(PAGE).text


@pytest.mark.parametrize("query", [{"annee": "jamais"}, {"nature": "x", "annee": "99999999"}])
def test_what_nobody_offers_is_as_good_as_none(cress: Client, query: dict[str, str]) -> None:
    ended(S.VALIDATED)
    assert "Maine-et-Loire" in cress.get(PAGE, query).text


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_both_files_say_what_the_page_says(cress: Client) -> None:
    ended(S.VALIDATED, took=12)
    sheet = content(cress.get("/bureau/delais-et-issues.csv", {"annee": "2026"}))
    rows = list(csv.reader(StringIO(sheet.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["Année", "2026", "1", "0", "0", "1", "12"]
    book = openpyxl.load_workbook(BytesIO(content(cress.get("/bureau/delais-et-issues.xlsx"))))
    assert book.sheetnames == ["Année", "Département", "Forme juridique"]
    assert [cell.value for cell in book["Département"][2]] == ["Maine-et-Loire", 1, 0, 0, 1, 12]
    assert cress.get("/bureau/delais-et-issues.exe").status_code == 404
