"""What each session should have: each thing goes to the session that is in time for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from committee.sessions.operations import add_item
from labelling.desk.forecast.load import (
    COMING,
    DUE,
    LISTED,
    READY,
    REVIEWS,
    Expected,
    Load,
    expected,
    loads,
)
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState as S
from tests import factories
from tests.committee import making as committees
from tests.directory.making import label
from tests.labelling.browsing import client_of
from tests.labelling.renewal import making
from workflows.pages.remarks import Sitting, sittings_to_come

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
PAGE = "/bureau/charge-du-comite/"
FIRST = Sitting(date(2026, 4, 1), date(2026, 3, 12), 1, "14\u00a0h")
SECOND = Sitting(date(2026, 6, 1), date(2026, 5, 12), 2, "14\u00a0h")


@pytest.fixture(autouse=True)
def day() -> Iterator[None]:
    with making.day(TODAY):
        yield


def shown(found: list[Expected], *sittings: Sitting) -> dict[date | None, int]:
    """How much each day has."""
    rows = loads(found, sittings, TODAY)
    return {row.sitting.day if row.sitting else None: row.total for row in rows}


def rows_of(kinds: list[type[Dossier]]) -> list[Load]:
    sittings = sittings_to_come(TODAY)
    return loads(expected(kinds, sittings, TODAY), sittings, TODAY)


@pytest.mark.parametrize(
    ("ready", "day"),
    [
        (date(2026, 3, 2), FIRST.day),
        (FIRST.ready_by, FIRST.day),
        (FIRST.ready_by + timedelta(days=1), SECOND.day),
        (SECOND.ready_by + timedelta(days=1), None),
    ],
)
def test_what_is_ready_goes_to_the_first_session_in_time(ready: date, day: date | None) -> None:
    found = shown([Expected(COMING, 3, ready)], FIRST, SECOND)
    assert {each: number for each, number in found.items() if number} == {day: 3}


def test_a_renewal_goes_to_the_last_session_that_is_in_time() -> None:
    due = Expected(DUE, 2, TODAY, by=date(2026, 6, 30))
    assert shown([due], FIRST, SECOND)[SECOND.day] == 2
    assert shown([Expected(DUE, 2, TODAY, by=date(2026, 3, 20))], FIRST, SECOND)[None] == 2


def test_what_is_on_an_agenda_stays_there_as_long_as_the_session_does() -> None:
    listed = Expected(LISTED, 1, TODAY, set_on=SECOND.key)
    assert shown([listed], FIRST, SECOND) == {FIRST.day: 0, SECOND.day: 1}
    (left,) = loads([listed], [FIRST], TODAY)
    assert (left.numbers[LISTED], left.numbers[READY]) == (0, 1)  # to be listed again
    later = replace(SECOND, day=date(2026, 7, 1))
    assert shown([listed], FIRST, later) == {FIRST.day: 0, later.day: 1}


def test_a_session_with_nothing_is_shown_and_no_lack_is_not() -> None:
    assert loads([], [FIRST], TODAY) == [Load(FIRST, [0] * 5, "1er\u00a0avril\u00a02026")]


def test_all_that_is_known_is_counted_once() -> None:
    made = committees.committee()
    session = committees.planned(made, in_days=60, waived="")
    listed, _ = factories.dossier(S.ADMISSIBLE), factories.dossier(S.ADMISSIBLE)
    add_item(session, case=listed, actor=made.cress)
    factories.dossier(S.UNDER_INSTRUCTION)
    factories.dossier(S.TO_COMPLETE)
    factories.dossier(S.PRESENTED)
    label(factories.organisation(), date(2024, 5, 2))
    rows = rows_of([Dossier])
    numbers = [sum(row.numbers[rank] for row in rows) for rank in range(5)]
    assert numbers == [1, 1, 2, 1, 0]
    first = rows[0]
    assert first.sitting
    assert first.sitting.day == session.held_on
    assert (first.numbers[LISTED], first.numbers[READY], first.numbers[REVIEWS]) == (1, 1, 0)


def test_two_sessions_of_one_day_each_have_their_own_and_are_told_apart() -> None:
    made = committees.committee()
    first, second = (committees.planned(made, in_days=60, waived="") for _ in range(2))
    for session, number in ((first, 1), (second, 2)):
        for _ in range(number):
            add_item(session, case=factories.dossier(S.ADMISSIBLE), actor=made.cress)
    rows = rows_of([Dossier])
    assert [row.total for row in rows] == [1, 2]
    assert [row.label.partition(" à ")[2] for row in rows] == ["14\u00a0h", "14\u00a0h\u00a001"]
    page = client_of(factories.instructor()).get(PAGE)
    moved = page.context["form"].fields["session"].choices[1:]
    assert len({value for value, _ in moved}) == len({words for _, words in moved}) == 2
    tried = {"simuler": "1", "session": moved[1][0], "day": ""}
    answer = client_of(factories.instructor()).get(PAGE, tried)
    (left,) = [row for row, *_ in answer.context["rows"]]
    assert (left.numbers[LISTED], left.numbers[READY]) == (1, 2)


@pytest.mark.parametrize("opened_ago", [0, 1])
def test_what_a_session_under_way_has_is_of_no_session_to_come(opened_ago: int) -> None:
    made = committees.committee()
    with making.day(TODAY - timedelta(days=opened_ago)):
        committees.opened(made)
    session = committees.planned(made, in_days=60, waived="")
    add_item(session, case=factories.dossier(S.ADMISSIBLE), actor=made.cress)
    (row,) = rows_of([Dossier])
    assert row.numbers == [1, 0, 0, 0, 0]


def test_a_dossier_to_complete_comes_after_what_is_left_of_its_delay() -> None:
    made = factories.dossier(S.TO_COMPLETE)
    (found,) = expected([Dossier], [], TODAY)
    due, paused, answer = made.instruction_due_on, made.paused_on, made.complements_due_on
    assert due
    assert paused
    assert answer
    assert found.ready == answer + (due - paused)


def test_another_date_is_tried_and_nothing_is_written() -> None:
    committees.planned(committees.committee(), in_days=60, waived="")
    factories.dossier(S.UNDER_INSTRUCTION)
    browser = client_of(factories.instructor())
    page = browser.get(PAGE, {"simuler": "1", "session": "", "day": "2026-04-20"}).text
    assert "20\u00a0avril\u00a02026" in page
    assert page.count("nouvelle séance") == 1
    assert page.count("au lieu d") == 1  # of the session that there is: the other has no before
    assert len(sittings_to_come(TODAY)) == 1


def test_a_session_that_is_moved_is_not_told_as_one_more() -> None:
    committees.planned(committees.committee(), in_days=60, waived="")
    (sitting,) = sittings_to_come(TODAY)
    browser = client_of(factories.instructor())
    moved = {"simuler": "1", "session": sitting.day.isoformat(), "day": "2026-07-20"}
    page = browser.get(PAGE, moved).text
    assert "nouvelle date" in page
    assert "nouvelle séance" not in page


def test_a_day_that_is_past_is_refused_and_kept() -> None:
    browser = client_of(factories.instructor())
    answer = browser.get(PAGE, {"simuler": "1", "session": "", "day": "2026-01-20"})
    assert answer.status_code == 422
    assert "2026-01-20" in answer.text
