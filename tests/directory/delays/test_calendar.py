"""Months stay months, working days are those of France, whatever the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.delays.calendar import (
    add_working_days,
    is_working_day,
    working_days_before,
    working_days_between,
)
from directory.delays.enums import Unit
from directory.delays.lengths import Length

DAYS = st.dates(date(1990, 1, 1), date(2150, 12, 31))
FEW = st.integers(0, 120)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Jour de l’an"),
        (date(2026, 4, 6), "lundi de Pâques"),
        (date(2027, 3, 29), "lundi de Pâques"),
        (date(2026, 5, 1), "fête du Travail"),
        (date(2026, 5, 8), "victoire de 1945"),
        (date(2026, 5, 14), "Ascension"),
        (date(2026, 5, 25), "lundi de Pentecôte"),
        (date(2026, 7, 14), "fête nationale"),
        (date(2028, 8, 15), "Assomption"),
        (date(2027, 11, 1), "Toussaint"),
        (date(2026, 11, 11), "armistice"),
        (date(2026, 12, 25), "Noël"),
        (date(2026, 8, 1), "un samedi"),
        (date(2026, 8, 2), "un dimanche"),
    ],
)
def test_nobody_works_that_day(day: date, name: str) -> None:
    assert not is_working_day(day), name


@pytest.mark.parametrize(
    "day", [date(2026, 4, 3), date(2026, 12, 24), date(2026, 12, 26) + timedelta(days=2)]
)
def test_people_work_on_good_friday_and_around_christmas(day: date) -> None:
    """Those of Alsace and Moselle do not."""
    assert is_working_day(day)


def test_the_working_days_of_2026() -> None:
    """261 days from Monday to Friday, nine of them holidays: 15 August and 1 November are not."""
    assert working_days_between(date(2025, 12, 31), date(2026, 12, 31)) == 252


def test_ten_working_days_over_may() -> None:
    length = Length(10, Unit.WORKING_DAY)
    assert length.after(date(2026, 4, 30)) == date(2026, 5, 19)
    assert str(length) == "10\u00a0jours ouvrés"
    assert str(Length(1, Unit.WORKING_DAY)) == "1\u00a0jour ouvré"


@given(start=DAYS, number=FEW)
def test_so_many_working_days_are_so_many(start: date, number: int) -> None:
    end = add_working_days(start, number)
    assert working_days_between(start, end) == number
    assert end >= start
    assert number == 0 or is_working_day(end)
    assert end - start >= timedelta(days=number)


@given(start=DAYS, number=FEW)
def test_counted_back_it_leaves_them_all(start: date, number: int) -> None:
    begun = working_days_before(start, number)
    assert number == 0 or is_working_day(begun)
    assert add_working_days(begun, number) <= start


@given(day=DAYS, other=DAYS)
def test_a_later_start_never_ends_sooner(day: date, other: date) -> None:
    first, last = sorted((day, other))
    for length in (Length(15), Length(15, Unit.WORKING_DAY), Length(2, Unit.MONTH)):
        assert length.after(first) <= length.after(last)


@given(day=DAYS, other=DAYS)
def test_between_is_backwards_what_it_is_forwards(day: date, other: date) -> None:
    for unit in (Unit.DAY, Unit.WORKING_DAY):
        length = Length(1, unit)
        assert length.between(day, other) == -length.between(other, day)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        (date(2026, 12, 31), Length(2, Unit.MONTH), date(2027, 2, 28)),
        (date(2027, 12, 31), Length(2, Unit.MONTH), date(2028, 2, 29)),
        (date(2028, 2, 29), Length(12, Unit.MONTH), date(2029, 2, 28)),
        (date(2028, 2, 29), Length(3, Unit.YEAR), date(2031, 2, 28)),
        (date(2026, 1, 31), Length(1, Unit.MONTH), date(2026, 2, 28)),
        # The nights when clocks move, a day is a day.
        (date(2026, 3, 28), Length(1), date(2026, 3, 29)),
        (date(2026, 3, 28), Length(15), date(2026, 4, 12)),
        (date(2026, 10, 24), Length(15), date(2026, 11, 8)),
        (date(2026, 10, 23), Length(1, Unit.WORKING_DAY), date(2026, 10, 26)),
    ],
)
def test_each_unit_stays_itself(start: date, length: Length, end: date) -> None:
    assert length.after(start) == end


def test_months_are_no_number_of_days() -> None:
    with pytest.raises(TypeError):
        Length(2, Unit.MONTH).between(date(2026, 1, 1), date(2026, 3, 1))
    with pytest.raises(TypeError):
        _ = Length(2, Unit.WORKING_DAY).time
    with pytest.raises(ValueError, match="-1 working days"):
        add_working_days(date(2026, 1, 1), -1)
