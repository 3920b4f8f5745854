"""Delays that the direction changed, for the tests."""

from datetime import date, datetime

from django.utils import timezone

from directory.delays.catalogue import KNOWN
from directory.delays.enums import Unit
from directory.delays.lengths import Length
from directory.delays.models import DelayChange
from directory.delays.operations import NewLength, change_delay
from tests import factories


def changed(
    key: str,
    number: int,
    unit: Unit | None = None,
    *,
    since: date | None = None,
    at: datetime | None = None,
) -> DelayChange:
    """`key` lasts `number` of its unit, or of another, from a day on, by default today."""
    length = Length(number, unit or KNOWN[key].first.unit)
    new = NewLength(key, length, since or timezone.localdate())
    return change_delay(new, reason="Essai.", actor=factories.SYSTEM, at=at)
