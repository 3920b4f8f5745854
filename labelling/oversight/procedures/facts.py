"""What was done in a year, read from the dated rows of the histories.

Not from the cases: an appeal opens one again, and words are forgotten in time. A row stays as it
was written, so a year that is over is counted alike for ever.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from labelling.dossiers.models import Dossier
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.reviews.enums import AppealOutcome
from labelling.oversight.reviews.models import ComplianceReview
from labelling.referencing.models import Referencing

ENDS = ("reject", "answer", "withdraw")
DECIDES = ("close", "dismiss", "warn", "suspend", "withdraw_recognition", "abandon")
# On an appeal, a lighter sanction is voted as a first one is.
HEARS = ("uphold", "annul", "warn", "suspend")
HEARD = {"validate": AppealOutcome.ANNULLED, "refuse": AppealOutcome.UPHELD}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something done: in which cell it counts, and in how many days."""

    cell: str
    days: int


def complaints_ended(year: int) -> Iterator[Fact]:
    """By state; days since it was received. What was said may be forgotten: these columns stay."""
    rows = Complaint.history.filter(_in(year), transition__in=ENDS)
    return _facts(rows, "state", "opened_at")


def complaints_late(year: int) -> int:
    """How many waited for their answer beyond its delay on the last day of `year`."""
    over = Q(closed_at=None) | Q(closed_at__gte=_first_moment(year + 1))
    found: int = Complaint.objects.filter(over, answer_due_on__lt=date(year + 1, 1, 1)).count()
    return found


def reviews_decided(year: int) -> Iterator[Fact]:
    """By outcome, that of the first decision; days since it was opened."""
    rows = ComplianceReview.history.filter(_in(year), transition__in=DECIDES, appealed_on=None)
    return _facts(rows, "outcome", "opened_at")


def urgent_suspensions(year: int) -> int:
    found: int = ComplianceReview.history.filter(_in(year), transition="suspend_urgently").count()
    return found


def appeals_heard(year: int) -> Iterator[Fact]:
    """By outcome, against a sanction or a refusal; days since the appeal."""
    rows = ComplianceReview.history.filter(
        _in(year), transition__in=HEARS, appealed_on__isnull=False
    )
    yield from _facts(rows, "appeal_outcome", "appealed_on")
    for model in (Dossier, Referencing):
        earlier = model.history.filter(
            id=OuterRef("id"), transition="appeal", history_date__lte=OuterRef("history_date")
        )
        heard = model.history.filter(_in(year), transition__in=HEARD).annotate(
            appealed_at=Subquery(earlier.order_by("-history_date").values("history_date")[:1])
        )
        for fact in _facts(heard.filter(appealed_at__isnull=False), "transition", "appealed_at"):
            yield Fact(HEARD[fact.cell], fact.days)


def _facts(rows: "QuerySet[Any]", cell: str, since: str) -> Iterator[Fact]:
    for value, began, ended in rows.values_list(cell, since, "history_date").iterator():
        yield Fact(value, (_day(ended) - _day(began)).days)


def _day(value: date) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value


def _in(year: int) -> Q:
    return Q(history_date__gte=_first_moment(year), history_date__lt=_first_moment(year + 1))


def _first_moment(year: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, 1, 1), time.min))
