"""The figure on the bell."""

from typing import Any

from django.db.models import QuerySet

from notifications.bells.models import Notification
from workflows.compiled_sql import Given, Question
from workflows.presentation.french import MOST_COUNTED


@Question
def _unread() -> "QuerySet[Any, Any]":
    found = Notification.objects.of(Given("user")).unread()
    return found.order_by().values_list("pk")[: MOST_COUNTED + 1]


def unread_count(user: Any) -> int:
    """How many notifications `user` has not read, counted no further than MOST_COUNTED + 1."""
    return _unread.count(user=user.pk)
