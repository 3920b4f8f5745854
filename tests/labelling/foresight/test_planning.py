"""Notices are counted back from the last day, and from the sessions that exist: arithmetic."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.delays.calendar import months_before
from directory.delays.catalogue import KNOWN
from labelling.foresight.enums import NoticeKind
from labelling.foresight.planning import MONTHS, Outlook, last_chance, outlook_of
from labelling.foresight.simulation import sitting_on
from workflows.pages.remarks import Sitting

pytestmark = pytest.mark.django_db  # the delays in force are asked there

TODAY = date(2026, 3, 2)
ENDS = date(2027, 2, 28)
K = NoticeKind
DAYS = st.dates(TODAY, date(2028, 12, 31))
SITTINGS = st.lists(DAYS.map(sitting_on), max_size=6)


def outlook(*days: date, today: date = TODAY) -> Outlook:
    return outlook_of(ENDS, [sitting_on(day) for day in days], today)


def planned(found: Outlook) -> dict[NoticeKind, date]:
    return {one.kind: one.day for one in found.notices}


def test_the_last_useful_day_leaves_the_instruction_and_the_notice() -> None:
    found = outlook(date(2026, 6, 10), date(2026, 12, 10), date(2027, 3, 10))
    assert found.chance is not None
    # Five days of notice, fifteen of instruction: twenty before the session.
    assert (found.chance.day, found.chance.last_day) == (date(2026, 12, 10), date(2026, 11, 20))
    assert planned(found) == {
        K.M12: date(2026, 2, 28),
        K.M9: date(2026, 5, 28),
        K.M6: date(2026, 8, 28),
        K.LAST_SESSION: date(2026, 9, 21),
        K.M3: date(2026, 11, 28),
        K.M1: date(2027, 1, 28),
    }


def test_a_session_on_the_last_day_is_in_time_and_the_day_after_is_not() -> None:
    assert not outlook(ENDS).lapses
    assert outlook(ENDS + timedelta(days=1)).lapses


def test_a_session_before_the_renewal_opens_is_no_chance() -> None:
    sittings = [sitting_on(date(2026, 3, 19)), sitting_on(date(2026, 3, 20))]
    assert last_chance(ENDS, sittings[:1], date(2026, 2, 1)) is None
    chance = last_chance(ENDS, sittings, date(2026, 2, 1))
    assert chance is not None
    assert chance.last_day == date(2026, 2, 28)


def test_without_a_session_in_time_the_cress_is_told_at_nine_months() -> None:
    assert planned(outlook())[K.NO_SESSION] == date(2026, 5, 28)
    # Too near for anybody to file: as good as none.
    assert outlook(TODAY + timedelta(days=19)).lapses
    assert not outlook(TODAY + timedelta(days=20)).lapses


def test_of_the_months_gone_by_the_last_alone_is_told() -> None:
    found = outlook(date(2026, 12, 10))
    assert [one.kind for one in found.due(date(2026, 2, 27))] == []
    assert [one.kind for one in found.due(date(2026, 2, 28))] == [K.M12]
    assert [one.kind for one in found.due(date(2026, 9, 21))] == [K.M6, K.LAST_SESSION]
    assert [one.kind for one in found.due(ENDS)] == [K.LAST_SESSION, K.M1]
    assert found.due(ENDS + timedelta(days=1)) == []


@given(ends=DAYS, sittings=SITTINGS, today=DAYS)
def test_the_chance_is_the_last_that_is_in_time(
    ends: date, sittings: Sequence[Sitting], today: date
) -> None:
    allowed = KNOWN["admissibility"].first.time
    first = max(today, months_before(ends, 12))
    in_time = [one for one in sittings if one.day <= ends and one.ready_by - allowed >= first]
    chance = last_chance(ends, sittings, today)
    assert (chance is None) == (not in_time)
    if chance is not None:
        assert chance.day == max(one.day for one in in_time)
        assert today <= chance.last_day < chance.day <= ends


@given(ends=DAYS, sittings=SITTINGS, one_more=DAYS, today=DAYS)
def test_a_session_more_never_takes_a_chance_away(
    ends: date, sittings: Sequence[Sitting], one_more: date, today: date
) -> None:
    before = last_chance(ends, sittings, today)
    after = last_chance(ends, [*sittings, sitting_on(one_more)], today)
    if before is not None:
        assert after is not None
        assert after.last_day >= before.last_day


@given(ends=DAYS, sittings=SITTINGS, today=DAYS)
def test_nothing_is_told_sooner_than_a_year_nor_after_the_end(
    ends: date, sittings: Sequence[Sitting], today: date
) -> None:
    due = outlook_of(ends, sittings, today).due(today)
    assert sum(one.kind in MONTHS for one in due) <= 1
    for one in due:
        assert months_before(ends, 12) <= one.day <= today <= ends
