"""The recognitions whose renewal is still to be filed."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from directory.delays.calendar import add_months
from directory.recognitions.enums import RecognitionKind, RecognitionState
from directory.recognitions.models import Recognition
from labelling.instruction.states import OPEN, PREPARED
from labelling.renewal.opening import APPLIED_WITH

FILED = tuple(state for state in OPEN if state not in PREPARED)


def awaiting_renewal(today: date, *, months: int) -> "QuerySet[Recognition]":
    """Those that run, end within so many months, and have neither a successor nor an application
    that was filed: nothing is told of the others."""
    found = Recognition.objects.filter(
        state=RecognitionState.ACTIVE,
        valid_until__range=(today, add_months(today, months)),
    )
    following = Recognition.objects.running().filter(previous=OuterRef("pk"))
    return found.filter(_unfiled(), ~Exists(following))


def _unfiled() -> Q:
    condition = Q(pk__in=[])
    for kind, model in APPLIED_WITH.items():
        manager: Any = model.objects
        filed = manager.filter(organisation=OuterRef("organisation"), state__in=FILED)
        condition |= Q(~Exists(filed), kind=RecognitionKind(kind))
    return condition
