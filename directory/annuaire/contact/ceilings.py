"""A contact form is no mailing machine: beyond a ceiling, an address or a listing waits."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

CONTACT = "contact_accompanist"
# Somebody who compares writes to a few; a listing that a hundred places write to is flooded.
CEILINGS = {CONTACT: "10/h/ip,20/d/ip,40/d/key"}


def may_write(request: HttpRequest, number: str) -> bool:
    """Count one message from this address to the listing `number`; False beyond the ceiling."""
    usage = ratelimit.consume(request, app="directory", action=CONTACT, config=CEILINGS, key=number)
    return usage is not None
