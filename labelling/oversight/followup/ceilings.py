"""A complaint is no mailing machine: beyond a ceiling, the place that sends waits."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

LODGE = "lodge_complaint"
# A whole town hall is one place, and so is a meeting where everybody complains.
CEILINGS = {LODGE: "30/h/ip,100/d/ip"}


def may_lodge(request: HttpRequest) -> bool:
    """Count one more complaint from this place; False beyond the ceiling."""
    usage = ratelimit.consume(request, app="oversight", action=LODGE, config=CEILINGS)
    return usage is not None
