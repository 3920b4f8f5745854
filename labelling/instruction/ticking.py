"""What time brings to applications."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from labelling.instruction.enums import ApplicationState
from labelling.instruction.models import Application
from workflows.background.ticking import Due, on_tick, transition_due
from workflows.lifecycles import lifecycle_models
from workflows.presentation.french import format_date


@on_tick("late_complements", "reminded")
def late_complements(at: datetime) -> Iterator[Due]:
    """Each organisation whose answer is late is reminded once; the grace runs from then on."""
    today = timezone.localdate(at)
    for kind in lifecycle_models():
        if not issubclass(kind, Application):
            continue
        late = kind.objects.filter(
            state=ApplicationState.TO_COMPLETE,
            complements_due_on__lt=today,
            reminded_on__isnull=True,
        )
        for application in late.order_by("pk"):
            due_on: Any = application.complements_due_on
            why = f"compléments attendus le {format_date(due_on)}"
            yield transition_due(application, "remind_late", does=("reminded",), why=why, at=at)
