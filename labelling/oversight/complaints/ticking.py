"""What time brings to complaints: what was said is forgotten."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from labelling.oversight.complaints.models import Complaint
from workflows.background.ticking import Due, on_tick, transition_due
from workflows.presentation.french import format_date


@on_tick("complaints", "forgotten")
def complaints_to_forget(at: datetime) -> Iterator[Due]:
    """Each complaint that has been over for long enough, once."""
    found = Complaint.objects.filter(
        forget_on__lte=timezone.localdate(at), forgotten_on__isnull=True
    )
    for complaint in found.order_by("pk"):
        last_day: Any = complaint.forget_on
        why = f"elle se gardait jusqu’au {format_date(last_day)}"
        yield transition_due(complaint, "forget", does=("forgotten",), why=why, at=at)
