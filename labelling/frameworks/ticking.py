"""What time brings to frameworks: their examination is asked for ahead of its date."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from directory.delays.in_force import delay
from labelling.frameworks.models import Framework
from workflows.background.ticking import Due, on_tick, transition_due
from workflows.presentation.french import format_date


@on_tick("framework_reviews", "asked")
def framework_reviews(at: datetime) -> Iterator[Due]:
    """Early enough for a session to be held: the committee meets once or twice a year."""
    today = timezone.localdate(at)
    until = delay("framework_review_notice_months", on=today).after(today)
    for framework in Framework.objects.to_review(until).order_by("pk"):
        why = f"réexamen au plus tard le {format_date(framework.review_on)}"
        yield transition_due(framework, "ask_review", does=("asked",), why=why, at=at)
