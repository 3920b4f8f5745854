"""Days as deadlines."""

from datetime import date, datetime, time

from django.utils import timezone


def end_of(day: date) -> datetime:
    """The last second of `day`, in France."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
