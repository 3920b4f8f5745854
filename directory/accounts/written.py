"""What this browser was told was written, when and to which address: pages say that and no more."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

WRITTEN = "letter_written"


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that somebody asked for here: its address, as typed, and when."""

    email: str
    at: datetime


def note_written(request: HttpRequest, email: str) -> str:
    """Remember that a letter to `email` was asked for now; return the moment, in ISO 8601.

    Whether there is an account at that address changes nothing to it.
    """
    now = timezone.now().isoformat()
    request.session[WRITTEN] = {"email": email, "at": now}
    return now


def last_written(request: HttpRequest) -> Written | None:
    """What was last asked for in this browser; None when nothing was."""
    kept = request.session.get(WRITTEN)
    return Written(kept["email"], datetime.fromisoformat(kept["at"])) if kept else None
