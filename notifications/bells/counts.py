"""The figure on the bell."""

from typing import Any

from django.db.models import QuerySet

from notifications.bells.models import Notification
from workflows.compiled_sql import Given, Question

MOST_SHOWN = 99


@Question
def _unread() -> "QuerySet[Any, Any]":
    found = Notification.objects.of(Given("user")).unread()
    return found.order_by().values_list("pk")[: MOST_SHOWN + 1]


def unread_count(user: Any) -> int:
    """How many notifications `user` has not read, counted no further than MOST_SHOWN + 1."""
    return _unread.count(user=user.pk)
