"""What tells that a count of recognitions may have changed, so that it is not counted each time."""

from datetime import datetime

from django.utils import timezone

from directory.recognitions.models import Recognition

Freshness = tuple[datetime, str]


def freshness() -> Freshness:
    """The minute, and the digest of the last line of their history. One query.

    A digest is that of one line of one history: it never comes back. The minute is for the day that
    ends, and for two transactions of which the older commits last.
    """
    minute = timezone.localtime().replace(second=0, microsecond=0)
    newest = Recognition.history.order_by("-history_id").values_list("digest", flat=True).first()
    return minute, newest or ""
