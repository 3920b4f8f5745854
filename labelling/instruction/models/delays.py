"""The delays of the procedure, as the settings give them."""

from datetime import date, timedelta

from django.conf import settings

from directory.recognitions.validity import add_months


def delay(name: str) -> timedelta:
    """One of `settings.OSE_DELAYS`, in days."""
    return timedelta(days=settings.OSE_DELAYS[name])


def months_after(day: date, name: str) -> date:
    """`day`, and one of `settings.OSE_DELAYS` in calendar months later."""
    return add_months(day, settings.OSE_DELAYS[name])
