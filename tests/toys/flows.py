"""Who must act next on a repair, and by when."""

from datetime import date, datetime, time, timedelta
from typing import cast

from django.utils import timezone
from viewflow import this

from tests.toys.enums import RepairState
from tests.toys.models import Repair
from workflows.flow.flows import ByState, CaseFlow, End, Request, StartHandle


def end_of(day: date | None) -> datetime:
    """The last second of `day`, in France."""
    return timezone.make_aware(datetime.combine(cast(date, day), time(23, 59, 59)))


def mended_by(repair: Repair, at: datetime) -> datetime:
    return end_of(repair.due_on)


def part_by(repair: Repair, at: datetime) -> datetime:
    return end_of(repair.part_due_on)


def part_lapses(repair: Repair, at: datetime) -> datetime:
    return part_by(repair, at) + timedelta(days=1)


class RepairFlow(CaseFlow):
    """Réparation d’un objet."""

    start = StartHandle().Next(this.by_state)

    by_state = (
        ByState()
        .State(RepairState.DRAFT, this.ask)
        .State(RepairState.ASKED, this.take_charge)
        .State(RepairState.UNDER_WAY, this.mend)
        .State(RepairState.WAITING, this.part)
        .Default(this.end)
    )

    ask = Request("ask", title="Demander la réparation").Next(this.by_state)
    take_charge = Request("take_charge", title="Prendre en charge", due=mended_by).Next(
        this.by_state
    )
    mend = Request("ask_for_part", "accept", "refuse", title="Réparer", due=mended_by).Next(
        this.by_state
    )
    part = (
        Request("bring_part", title="Apporter la pièce", due=part_by)
        .OnTimeout(part_lapses, "lapse")
        .Next(this.by_state)
    )
    end = End()
