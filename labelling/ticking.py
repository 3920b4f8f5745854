"""What time brings to dossiers."""

from datetime import datetime

from django.utils import timezone

from labelling.enums import DossierState
from labelling.models import Dossier
from workflows.actors import Actor
from workflows.engine import perform
from workflows.ticking import FAILED, Counts, on_tick, one_row


@on_tick("late_complements")
def remind_late(at: datetime) -> Counts:
    """Remind each structure whose answer is late, once; the grace runs from that reminder."""
    today = timezone.localdate(at)
    late = Dossier.objects.filter(
        state=DossierState.TO_COMPLETE, complements_due_on__lt=today, reminded_on__isnull=True
    )
    counts = {"reminded": 0, FAILED: 0}
    for dossier in late.order_by("pk"):
        with one_row(dossier, counts):
            perform(dossier, "remind_late", actor=Actor.system("tick"), at=at)
            counts["reminded"] += 1
    return counts
