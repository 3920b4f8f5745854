"""The delays of the procedure, as the settings give them."""

from datetime import timedelta

from django.conf import settings


def delay(name: str) -> timedelta:
    """One of `settings.OSE_DELAYS`, in days."""
    return timedelta(days=settings.OSE_DELAYS[name])
