"""Who presides over the bodies that decide, and who sits there: told by the app that knows.

The others turn to the chair by this alone: no mandate is known below the app of the bodies.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q

# The inbox key of whoever presides over a body today.
CHAIR_KEY = "committee:chair"


@dataclass(frozen=True, slots=True)
class Seats:
    """`chairs` and `members` are conditions over users, today (the chairs are members too).

    `chaired(user_id, at)` and `sat(user_id, at)` ask the same of a day gone by.
    """

    chairs: Callable[[], Q]
    members: Callable[[], Q]
    chaired: Callable[[int, datetime], bool]
    sat: Callable[[int, datetime], bool]


_told: list[Seats] = []


def tells_seats(seats: Seats) -> None:
    """Say who sits; ImproperlyConfigured when somebody else does already."""
    if _told:
        raise ImproperlyConfigured("who sits is told twice")
    _told.append(seats)


def seats() -> Seats:
    """Who sits; LookupError where no app tells."""
    if not _told:
        raise LookupError("no app tells who sits")
    return _told[0]
