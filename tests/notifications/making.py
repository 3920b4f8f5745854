"""Letters and addresses as rows, for the pages that list them: nothing was sent."""

from typing import Any

from django.utils import timezone

from directory.people.models import User
from notifications.addresses.enums import Finding
from notifications.addresses.models import AddressFlag
from notifications.addresses.operations import flag_address
from notifications.letters.models import Delivery

EVENT = {"name": "dossier.submit", "model": "labelling.dossier"}


def stopped(user: User, *, key: str = "essai", **columns: Any) -> Delivery:
    """A letter to `user` that may have left, not saved."""
    given = {"status": "uncertain", "problem": "Essai.", "made_at": timezone.now(), **columns}
    return Delivery(user=user, event_key=key, event=EVENT, **given)


def flagged(user: User) -> AddressFlag:
    """The flag of the address of `user`."""
    flag_address(user, user.email, finding=Finding.RETURNED, problem="550 5.1.1 essai")
    return AddressFlag.objects.standing().get(user=user)
