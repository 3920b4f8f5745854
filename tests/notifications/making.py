"""Letters as rows, for the pages that list them: nothing was sent."""

from typing import Any

from django.utils import timezone

from directory.people.models import User
from notifications.letters.models import Delivery

EVENT = {"name": "dossier.submit", "model": "labelling.dossier"}


def stopped(user: User, *, key: str = "essai", **columns: Any) -> Delivery:
    """A letter to `user` that may have left, not saved."""
    given = {"status": "uncertain", "problem": "Essai.", "made_at": timezone.now(), **columns}
    return Delivery(user=user, event_key=key, event=EVENT, **given)
