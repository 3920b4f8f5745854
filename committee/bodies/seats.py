"""Who sits and who presides, today and on a day gone by, for the apps that turn to them."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from committee.bodies.enums import MandateRole
from committee.bodies.models import Mandate
from committee.bodies.policies import chairs_on
from directory.people.past import AROUND
from workflows.deliberation import Seats, tells_seats


def chairs() -> Q:
    """Whoever presides over a body today."""
    return chairs_on(timezone.localdate())


def members() -> Q:
    """Whoever sits in a body today."""
    sitting = Mandate.objects.on(timezone.localdate())
    return Q(pk__in=sitting.values("user"))


def sat(user_id: int, at: datetime, **narrowed: Any) -> bool:
    """Whether that person held a mandate at about `at`, such as `narrowed` says."""
    days = {timezone.localdate(moment) for moment in (at - AROUND, at, at + AROUND)}
    mandates = Mandate.objects.filter(user_id=user_id, **narrowed)
    return any(mandates.on(day).exists() for day in days)


def chaired(user_id: int, at: datetime) -> bool:
    return sat(user_id, at, role=MandateRole.CHAIR)


tells_seats(Seats(chairs=chairs, members=members, chaired=chaired, sat=sat))
