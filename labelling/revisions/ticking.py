"""What time brings to revisions: the day of the new text, and the end of its transition."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from labelling.revisions.models import CharterRevision
from workflows.background.ticking import Due, on_tick, transition_due
from workflows.presentation.french import format_date


@on_tick("charter_revisions", "enacted", "completed")
def charter_revisions(at: datetime) -> Iterator[Due]:
    today = timezone.localdate(at)
    for revision in CharterRevision.objects.to_enact(today).order_by("pk"):
        why = f"en vigueur à partir du {format_date(revision.in_force_on)}"
        yield transition_due(revision, "enact", does=("enacted",), why=why, at=at)
    for revision in CharterRevision.objects.to_complete(today).order_by("pk"):
        until = revision.transition_until
        why = f"transition jusqu’au {format_date(until)}" if until else "rien à montrer"
        yield transition_due(revision, "complete", does=("completed",), why=why, at=at)
