"""The report of a year: what it counts, once each, and that nobody finds what it hides."""

import csv
from collections import Counter
from collections.abc import Iterator
from copy import copy
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import product
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from labelling.oversight.complaints.enums import ComplaintState
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.complaints.policies import BY_RECEIPT
from labelling.oversight.figures.ranges import told, told_roughly
from labelling.oversight.figures.suppression import FEWEST
from labelling.oversight.procedures import report
from labelling.oversight.procedures.facts import (
    Fact,
    appeals_heard,
    complaints_ended,
    complaints_late,
    reviews_decided,
    urgent_suspensions,
)
from labelling.oversight.procedures.report import PARTS, Part, tell, years_over
from labelling.oversight.reviews.enums import AppealOutcome, ReviewOutcome
from tests import factories
from tests.labelling.oversight import complaining, making
from workflows.actors import Actor
from workflows.engine import perform
from workflows.history import history_model
from workflows.pages import remarks
from workflows.pages.remarks import Sitting

YEAR = 2026
JUNE = datetime(YEAR, 6, 15, 10, tzinfo=UTC)
AFTER = datetime(YEAR + 1, 2, 1, 10, tzinfo=UTC)
PAGE = f"/procedures/bilan/{YEAR}/"
S = ComplaintState


@pytest.fixture
def june(db: None) -> Iterator[None]:
    with time_machine.travel(JUNE, tick=True):
        yield


def counted(facts: Any) -> Counter[str]:
    return Counter(fact.cell for fact in facts)


def words(answer: Any) -> str:
    text: str = answer.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")
    return text


def read(client: Client, year: int = YEAR) -> dict[tuple[str, str], tuple[str, str, str]]:
    """The lines of the data, by table and cell: at least, at most, median."""
    text = client.get(f"/procedures/bilan/{year}/bilan.csv").content.decode("utf-8-sig")
    return {
        (row["tableau"], row["ligne"]): (
            row["au_moins"],
            row["au_plus"],
            row["delai_median_jours"],
        )
        for row in csv.DictReader(StringIO(text), delimiter=";")
    }


def test_complaints_count_once_by_how_they_ended(june: None) -> None:
    for state in (S.ANSWERED, S.ANSWERED, S.INADMISSIBLE, S.WITHDRAWN, S.RECEIVED, S.ADMISSIBLE):
        complaining.complaint(state)
    assert counted(complaints_ended(YEAR)) == {S.ANSWERED: 2, S.INADMISSIBLE: 1, S.WITHDRAWN: 1}
    assert not counted(complaints_ended(YEAR - 1))
    assert not counted(complaints_ended(YEAR + 1))


def test_a_complaint_that_was_forgotten_counts_as_before(june: None) -> None:
    made = complaining.complaint(S.ANSWERED)
    before = list(complaints_ended(YEAR))
    assert made.forget_on
    after = timezone.now() + (made.forget_on - timezone.localdate()) + timedelta(days=1)
    perform(made, "forget", actor=Actor.system("tick"), at=after)
    made.refresh_from_db()
    assert made.forgotten_on
    assert list(complaints_ended(YEAR)) == before
    assert not counted(complaints_ended(after.year))


def test_what_waited_too_long_on_the_last_day_is_counted_whatever_came_next(june: None) -> None:
    late, ended = complaining.lodged().complaint, complaining.complaint(S.ANSWERED)
    assert max(late.answer_due_on, ended.answer_due_on).year == YEAR
    assert complaints_late(YEAR) == 1
    assert complaints_late(YEAR - 1) == 0
    perform(late, "withdraw", actor=BY_RECEIPT, at=AFTER)
    assert complaints_late(YEAR) == 1
    assert complaints_late(YEAR + 1) == 0


def test_a_review_counts_once_by_its_first_decision(june: None) -> None:
    for where in ("corrected", "dismissed", "warned", "lifting", "appealed", "withdrawn"):
        making.review(where)
    making.review("under_assessment")
    assert counted(reviews_decided(YEAR)) == {
        ReviewOutcome.CORRECTED: 1,
        ReviewOutcome.DISMISSED: 1,
        ReviewOutcome.WARNED: 1,
        ReviewOutcome.SUSPENDED: 2,  # one is contested, one asks to be lifted: open again, both
        ReviewOutcome.WITHDRAWN: 1,
    }
    assert {fact.days for fact in reviews_decided(YEAR)} == {making.LONG_AGO.days}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("uphold", AppealOutcome.UPHELD),
        ("warn", AppealOutcome.AMENDED),
        ("annul", AppealOutcome.ANNULLED),
    ],
)
def test_an_appeal_counts_once_it_is_heard_and_the_decision_stays(
    june: None, answer: str, outcome: str
) -> None:
    made = making.review("appealed")
    assert not counted(appeals_heard(YEAR))
    later = timezone.now() + timedelta(days=12)
    making.deliberate(made, later)
    making.decide(answer)(made, later)
    assert list(appeals_heard(YEAR)) == [Fact(outcome, 12)]
    assert counted(reviews_decided(YEAR)) == {ReviewOutcome.SUSPENDED: 1}


def test_an_appeal_against_a_refusal_counts_too(june: None) -> None:
    factories.dossier("refused")
    heard = factories.dossier("appealed")
    factories.deliberate(heard, factories.representative_of(heard))
    factories.decide("validate")(heard, factories.representative_of(heard))
    assert list(appeals_heard(YEAR)) == [Fact(AppealOutcome.ANNULLED, 0)]


def test_an_urgent_suspension_counts(june: None, monkeypatch: pytest.MonkeyPatch) -> None:
    day = timezone.localdate() + timedelta(days=42)
    monkeypatch.setattr(remarks, "_calendars", [lambda today: [Sitting(day, day)]])
    made = making.review("awaiting_answer")
    direction = Actor.of(factories.manager())
    perform(made, "suspend_urgently", actor=direction, reason="Le public est trompé.")
    assert [urgent_suspensions(year) for year in (YEAR - 1, YEAR, YEAR + 1)] == [0, 1, 0]


def test_a_year_is_that_of_the_clock_on_the_wall(db: None) -> None:
    """Half past midnight on the first of January in France is still the year before in London."""
    with time_machine.travel(datetime(YEAR, 12, 31, 23, 30, tzinfo=UTC), tick=True):
        complaining.complaint(S.ANSWERED)
    assert not counted(complaints_ended(YEAR))
    assert counted(complaints_ended(YEAR + 1)) == {S.ANSWERED: 1}


def test_the_page_and_the_data_say_the_same(june: None, client: Client) -> None:
    for _ in range(FEWEST):
        complaining.complaint(S.ANSWERED)
    complaining.complaint(S.INADMISSIBLE)
    complaining.complaint(S.ADMISSIBLE)
    with time_machine.travel(AFTER):
        page, lines = words(client.get(PAGE)), read(client)
        assert client.get("/procedures/").content.count(PAGE.encode()) == 1
    assert lines["reclamations", "answered"] == ("5", "5", "0")
    assert lines["reclamations", "inadmissible"] == ("1", "4", "")
    assert lines["reclamations", "withdrawn"] == ("0", "0", "")
    assert lines["reclamations_en_retard", ""] == ("1", "4", "")
    assert "de 6 à 9" in page
    assert "0 jour" in page
    assert "attendaient une réponse au-delà du délai, le 31 décembre : <b>de 1 à 4</b>" in page
    assert len(lines) == sum(len(part.cells) for part in PARTS) + 2


def test_a_year_under_way_says_when_it_comes_and_others_are_nowhere(
    june: None, client: Client
) -> None:
    assert client.get(PAGE).status_code == 404  # no charter yet: there is no scheme
    factories.charter_version()
    assert "L’année n’est pas finie" in words(client.get(PAGE))
    assert client.get(f"{PAGE}bilan.csv").status_code == 404
    for year in (0, YEAR - 1, YEAR + 1, 99_999_999):
        assert client.get(f"/procedures/bilan/{year}/").status_code == 404
        assert client.get(f"/procedures/bilan/{year}/bilan.csv").status_code == 404
    with time_machine.travel(AFTER):
        assert list(years_over()) == [YEAR]
        page = words(client.get(PAGE))
        assert "Bilan de l’année 2026" in page
        assert set(read(client).values()) == {("0", "0", "")}


def test_what_is_late_is_told_roughly(
    june: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.charter_version()
    monkeypatch.setattr(report, "complaints_late", lambda year: 17)
    with time_machine.travel(AFTER):
        assert "31 décembre : <b>5 ou plus</b>" in words(client.get(PAGE))
        assert read(client)["reclamations_en_retard", ""] == ("5", "", "")


def test_a_thousand_facts_cost_the_queries_of_ten(june: None, client: Client) -> None:
    made = complaining.complaint(S.ANSWERED)
    rows = history_model(Complaint).objects
    row = rows.get(id=made.pk, transition="answer")
    with time_machine.travel(AFTER):
        costs = []
        for more in (9, 990):
            row.pk = None
            rows.bulk_create([copy(row) for _ in range(more)])
            with CaptureQueriesContext(connection) as spent:
                assert client.get(PAGE).status_code == 200
            costs.append(len(spent))
    assert costs[0] == costs[1] <= 10


COUNTS = st.integers(0, 12)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Part, list[Fact]]:
    part = draw(st.sampled_from(PARTS))
    facts = [
        Fact(cell, draw(st.integers(0, 400))) for cell in part.cells for _ in range(draw(COUNTS))
    ]
    return part, facts


@given(tables(), st.data())
def test_what_is_hidden_might_be_any_small_number(
    table: tuple[Part, list[Fact]], data: st.DataObject
) -> None:
    """Put any other few facts in the cells that are hidden: what is published is the same."""
    part, facts = table
    shown = tell(part, facts)
    hidden = {line.cell for line in shown.lines if not line.number.exact}
    others = [
        Fact(cell, data.draw(st.integers(0, 400)))
        for cell in hidden
        for _ in range(data.draw(st.integers(1, FEWEST - 1)))
    ]
    kept = [fact for fact in facts if fact.cell not in hidden]
    again = tell(part, [*others, *kept])
    assert again == shown
    assert again.total == shown.total
    numbers = Counter(fact.cell for fact in facts)
    assert hidden == {cell for cell in part.cells if 0 < numbers[cell] < FEWEST}


def test_no_small_number_is_found_from_one_year_to_the_next() -> None:
    """What waits too long on the last day ends the year after, or waits still: that ties years.

    Every world of small numbers is tried: among those that are published alike, each hidden number
    is another one somewhere.
    """
    alike: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for world in product(range(8), repeat=5):
        late, first, second, still, last = world
        if late <= first + second + still and still <= last:
            shown = (told_roughly(late), told(first), told(second), told_roughly(still), told(last))
            alike.setdefault(shown, []).append(world)
    for worlds in alike.values():
        for place, numbers in enumerate(zip(*worlds, strict=True)):
            if 0 < worlds[0][place] < FEWEST:
                assert len(set(numbers)) > 1, worlds[0]


def test_each_cell_has_its_words() -> None:
    assert {part.key for part in PARTS} == {"reclamations", "controles", "recours"}
    assert all(label for part in PARTS for label in part.cells.values())
    over = {state.value for state in Complaint.STATES if state.final}
    assert set(PARTS[0].cells) == over
