"""What happens to an event after commit: bells at once, e-mails by a queue of their own.

Delivery is at least once, so every step here may run again: rows are found by their unique keys.
"""

from typing import Any

from django.dispatch import receiver

from notifications.bells.writing import write_bells
from notifications.letters.sending import prepare_letters
from workflows.outbox.events import Event, Target, event_published
from workflows.outbox.notices import addressees_of


@receiver(event_published, dispatch_uid="notifications.deliver_notices")
def deliver_notices(sender: type[Event], target: Target, **kwargs: Any) -> None:
    """Tell those whom the notices of the event address.

    KeyError for an event that no app declared.
    """
    addressees = list(addressees_of(target))
    prepare_letters(addressees, target)
    write_bells(addressees, target)
