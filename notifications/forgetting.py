"""What the bell and the e-mails keep of somebody goes with them."""

from typing import Any

from django.dispatch import receiver

from directory.accounts.operations import person_erased
from directory.people.models import User
from notifications.addresses.models import AddressFlag
from notifications.bells.models import Notification
from notifications.letters.models import Delivery, Digest
from notifications.preferences.models import Preference, PreferenceChange


@receiver(person_erased)
def forget(user: User, **kwargs: Any) -> None:
    for model in (AddressFlag, Notification, Delivery, Digest, Preference, PreferenceChange):
        model.objects.filter(user=user).delete()
    # What they did was told to others too.
    for row in Delivery.objects.filter(event__actor=f"user:{user.pseudonym}"):
        row.event["actor"] = ""
        row.save(update_fields=["event"])
