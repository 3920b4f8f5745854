"""What waits for an address that takes letters leaves once there is one."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from notifications.addresses.operations import address_mended
from notifications.letters.enums import DeliveryStatus
from notifications.letters.models import Delivery
from notifications.letters.sending import send_waiting


@receiver(address_mended, dispatch_uid="notifications.release_held")
def release_held(user: Any, **kwargs: Any) -> None:
    """Have all that was held for `user` leave, for 72 hours from now, if it still concerns them."""
    held = Delivery.objects.held_back().filter(user=user)
    anew = {"made_at": timezone.now(), "attempted_since": None, "problem": ""}
    if held.update(status=DeliveryStatus.TO_SEND, **anew):
        send_waiting.enqueue()
