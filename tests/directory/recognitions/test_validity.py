"""The end of a recognition: same calendar day, or the end of the month that lacks it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.delays.calendar import add_months
from directory.recognitions.validity import end_of_validity

days = st.dates(date(1950, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2023, 2, 28), date(2026, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),
        (date(2026, 1, 31), date(2029, 1, 31)),
        (date(2026, 12, 31), date(2029, 12, 31)),
    ],
)
def test_three_years_to_the_day(start, end):
    assert end_of_validity(start, 3) == end


def test_a_leap_day_keeps_its_day_when_the_final_year_is_a_leap_year():
    assert end_of_validity(date(2024, 2, 29), 4) == date(2028, 2, 29)


@given(start=days, years=st.integers(0, 20))
def test_month_and_day_are_kept_except_for_a_leap_day(start, years):
    end = end_of_validity(start, years)
    assert (end.year, end.month) == (start.year + years, start.month)
    if (start.month, start.day) != (2, 29):
        assert end.day == start.day
    else:
        assert (end + timedelta(days=1)).month == 3


@given(start=days, years=st.integers(0, 20))
def test_a_later_start_never_ends_earlier(start, years):
    assert end_of_validity(start, years) <= end_of_validity(start + timedelta(days=1), years)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 8, 31), 18, date(2028, 2, 29)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_end_on_the_same_day_or_with_the_month(start, months, end):
    assert add_months(start, months) == end


@given(start=days, months=st.integers(0, 240))
def test_months_are_counted_whole_whatever_the_day(start, months):
    end = add_months(start, months)
    assert 12 * (end.year - start.year) + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


def test_a_negative_length_is_a_programming_error():
    with pytest.raises(ValueError, match="-1 months"):
        add_months(date(2026, 1, 1), -1)


def test_a_year_beyond_the_calendar_is_refused():
    with pytest.raises(ValueError, match="10000"):
        end_of_validity(date(9998, 1, 1), 2)
