"""The applications of which nothing has been heard: no act, no message, for some time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from labelling.desk.pipeline.ages import start_of
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.models import Application
from workflows.lifecycles import State, machine_of
from workflows.models import Message

SILENT = timedelta(days=30)
# Whoever is asked, of the CRESS or of the organisation; the committee answers on its own days.
AWAITED = (S.SUBMITTED, S.UNDER_INSTRUCTION, S.TO_COMPLETE)
MOST = 10


@dataclass(frozen=True, slots=True)
class Silent:
    """One of them; `since` is the day of the last act or message, `days` how long ago."""

    url: str
    name: str
    reference: str
    state: State
    who: str
    since: date
    days: int


def silent(kind: type[Application], today: date) -> Sequence[Silent]:
    """The first MOST + 1 of `kind`, the first filed first. One query."""
    found = _unheard(kind, start_of(today - SILENT))
    machine = machine_of(kind)
    return [
        Silent(
            made.get_absolute_url(),
            made.organisation.name,
            made.reference,
            machine.state(made.state),
            str(made.assignee or "à attribuer"),
            since := timezone.localdate(
                max(filter(None, (made.submitted_at, made.acted, made.written)))
            ),
            (today - since).days,
        )
        for made in found
    ]


def _heard(made: Any) -> datetime:
    """The moment of its last act or message."""
    return max(filter(None, (made.submitted_at, made.acted, made.written)))


def _unheard(kind: type[Application], since: datetime) -> "QuerySet[Any]":
    history: Any = kind.history
    lines = history.filter(case_ptr_id=OuterRef("pk"))
    messages = Message.objects.filter(case=OuterRef("pk"))
    return (
        kind.objects.filter(state__in=AWAITED, submitted_at__lt=since)
        .filter(
            ~Exists(lines.filter(history_date__gte=since)),
            ~Exists(messages.filter(sent_at__gte=since)),
        )
        .annotate(
            acted=Subquery(lines.order_by("-history_id").values("history_date")[:1]),
            written=Subquery(messages.order_by("-sent_at").values("sent_at")[:1]),
        )
        .select_related("organisation", "assignee")
        .order_by("submitted_at", "pk")[: MOST + 1]
    )
