"""What time brings to dossiers."""

from datetime import datetime

from django.utils import timezone

from labelling.enums import DossierState
from labelling.models import Dossier
from workflows.actors import Actor
from workflows.engine import perform
from workflows.ticking import Counts, on_tick
from workflows.verdicts import Refusal


@on_tick("late_complements")
def remind_late(at: datetime) -> Counts:
    """Remind each structure whose answer is late, once; the grace runs from that reminder."""
    today = timezone.localdate(at)
    late = Dossier.objects.filter(
        state=DossierState.TO_COMPLETE, complements_due_on__lt=today, reminded_on__isnull=True
    )
    return {"reminded": sum(_remind(dossier, at) for dossier in late.order_by("pk"))}


def _remind(dossier: Dossier, at: datetime) -> bool:
    """False when somebody was quicker: an answer, or another tick."""
    try:
        perform(dossier, "remind_late", actor=Actor.system("tick"), at=at)
    except Refusal:
        return False
    return True
