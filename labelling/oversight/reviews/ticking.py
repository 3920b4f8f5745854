"""What time brings to reviews: what is late worsens, no suspension is forgotten."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.utils import timezone

from directory.delays.in_force import delay
from labelling.oversight.reviews.enums import ReviewState
from labelling.oversight.reviews.models import ComplianceReview, Finding
from workflows.background.ticking import TICK, Due, on_tick, transition_due
from workflows.engine import perform
from workflows.presentation.french import format_date


@on_tick("late_findings", "worsened")
def late_findings(at: datetime) -> Iterator[Due]:
    """A minor finding that is late becomes major, the day after its own date."""
    late = Finding.objects.late_minor(timezone.localdate(at)).order_by()
    mending = ComplianceReview.objects.filter(
        state=ReviewState.CORRECTIVE_ACTION, pk__in=late.values("review")
    )
    for review in mending.order_by("pk"):
        why = "correction attendue, non montrée à sa date"
        yield transition_due(review, "worsen", does=("worsened",), why=why, at=at)


@on_tick("suspensions", "asked", "over")
def suspensions(at: datetime) -> Iterator[Due]:
    """Their end is asked about ahead, for a session to say; a request without object is closed."""
    today = timezone.localdate(at)
    until = delay("suspension_notice", on=today).after(today)
    ending = ComplianceReview.objects.ending_suspensions(until).select_related("recognition")
    for review in ending.order_by("pk"):
        last_day = format_date(review.recognition.suspension_due_on)
        why = f"suspension jusqu’au {last_day}"
        due = transition_due(review, "ask_lifting", does=("asked",), why=why, at=at)
        words = f"La suspension prend fin d’elle-même le {last_day}."
        do = partial(perform, review, "ask_lifting", actor=TICK, reason=words, at=at)
        yield replace(due, do=do)
    for review in ComplianceReview.objects.liftings_without_object().order_by("pk"):
        why = "la suspension est terminée"
        yield transition_due(review, "lapse_lifting", does=("over",), why=why, at=at)
