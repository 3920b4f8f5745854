"""What time brings to dossiers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from labelling.dossiers.enums import DossierState
from labelling.dossiers.models import Dossier
from workflows.background.ticking import Due, on_tick, transition_due
from workflows.presentation.french import format_date


@on_tick("late_complements", "reminded")
def late_complements(at: datetime) -> Iterator[Due]:
    """Each structure whose answer is late is reminded once; the grace runs from that reminder."""
    today = timezone.localdate(at)
    late = Dossier.objects.filter(
        state=DossierState.TO_COMPLETE, complements_due_on__lt=today, reminded_on__isnull=True
    )
    for dossier in late.order_by("pk"):
        due_on: Any = dossier.complements_due_on
        why = f"compléments attendus le {format_date(due_on)}"
        yield transition_due(dossier, "remind_late", does="reminded", why=why, at=at)
