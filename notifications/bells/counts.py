"""The figure on the bell."""

from typing import Any

from notifications.bells.models import Notification

MOST_SHOWN = 99


def unread_count(user: Any) -> int:
    """How many notifications `user` has not read, counted no further than MOST_SHOWN + 1."""
    return Notification.objects.of(user).unread()[: MOST_SHOWN + 1].count()
