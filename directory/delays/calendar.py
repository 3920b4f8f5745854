"""Calendar arithmetic: months that stay months, and the working days of France."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

SATURDAY = 5
ONE_DAY = timedelta(days=1)


def add_months(start: date, months: int) -> date:
    """Return the same day `months` later, or the end of that month when it lacks the day.

    Raises ValueError when `months` is negative or the final year passes 9999.
    """
    if months < 0:
        raise ValueError(f"a delay cannot be {months} months")
    return _on_day(start, months)


def months_before(end: date, months: int) -> date:
    """Return the same day `months` earlier, or the end of that month when it lacks the day."""
    return _on_day(end, -months)


def _on_day(day: date, months: int) -> date:
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_working_day(day: date) -> bool:
    """Whether people are at work in metropolitan France (« jour ouvré »): Monday to Friday, save
    the public holidays of article L.3133-1 of the Code du travail, Whit Monday among them."""
    return day.weekday() < SATURDAY and day not in _public_holidays(day.year)


def add_working_days(start: date, number: int) -> date:
    """The `number`-th working day after `start`, which does not count; `start` for none.

    Raises ValueError when `number` is negative.
    """
    return _working(start, number, ONE_DAY)


def working_days_before(end: date, number: int) -> date:
    """The working day from which `number` of them are over by `end`; `end` for none.

    Nobody does anything on a Sunday: what is to be over then is over on Friday.
    """
    while number and not is_working_day(end):
        end -= ONE_DAY
    return _working(end, number, -ONE_DAY)


def working_days_between(start: date, end: date) -> int:
    """How many working days there are after `start`, until `end` included; negative backwards."""
    if end < start:
        return -working_days_between(end, start)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(map(is_working_day, days))


def _working(day: date, number: int, step: timedelta) -> date:
    if number < 0:
        raise ValueError(f"a delay cannot be {number} working days")
    while number:
        day += step
        number -= is_working_day(day)
    return day


@cache
def _public_holidays(year: int) -> frozenset[date]:
    """Of one year, whole: the library's own calendar grows as it is asked, under several threads
    at once."""
    return frozenset(country_holidays("FR", years=year))
