"""Another address is another story: allauth says when somebody has one."""

from typing import Any

from allauth.account.signals import email_changed
from django.dispatch import receiver

from notifications.addresses.operations import lift_corrected


@receiver(email_changed, dispatch_uid="notifications.lift_corrected")
def forget_the_old_one(user: Any, **kwargs: Any) -> None:
    lift_corrected(user)
