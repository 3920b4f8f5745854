"""The demo's dates: all count from today, fall on working days, and happen at office hours."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from directory.delays.calendar import add_months

FRIDAY = 4
THURSDAY = 3
AUGUST = 8
CHRISTMAS_EVE, EPIPHANY = (12, 21), (1, 6)


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """That day at that hour, in France; never later than now."""
    return min(timezone.make_aware(datetime.combine(day, time(hour, minute))), timezone.now())


def working_day(day: date) -> date:
    """`day`, or the Friday before it when it falls on a week-end."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def days_from(day: date, days: int) -> date:
    """The working day `days` after `day` (before it, when negative)."""
    return working_day(day + timedelta(days=days))


def thursday_of(day: date) -> date:
    """The Thursday of the week of `day`, when the committee meets."""
    return day + timedelta(days=THURSDAY - day.weekday())


def months_ago(today: date, months: int) -> date:
    """The Thursday of that week, `months` before `today`."""
    years = months // 12 + 1
    start = today.replace(year=today.year - years, day=min(today.day, 28))
    return thursday_of(add_months(start, 12 * years - months))


def committee_day(today: date, months: int) -> date:
    """The Thursday of a session, `months` before `today`: never in August, nor at Christmas."""
    day = months_ago(today, months)
    if day.month == AUGUST:
        return day - timedelta(weeks=5)
    on_holiday = (day.month, day.day) >= CHRISTMAS_EVE or (day.month, day.day) <= EPIPHANY
    return day - timedelta(weeks=3) if on_holiday else day


def next_session_day(today: date) -> date:
    """That of the session to come, in two to three weeks."""
    return thursday_of(today + timedelta(days=18))
