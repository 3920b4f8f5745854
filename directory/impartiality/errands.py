"""What the register of impartiality asks of the direction, in « Mes tâches »."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import DateField, QuerySet
from django.urls import reverse
from django.utils import timezone

from directory.impartiality.models import Interest
from directory.people.enums import CressGroup
from workflows.compiled_sql import Given, Question
from workflows.flow.inbox import Errand, errands


@errands
def links_to_examine(user: Any, keys: Collection[str]) -> Iterator[Errand]:
    """For the direction: the links whose date has come. One query."""
    if f"group:{CressGroup.MANAGER}" not in keys:
        return
    if waiting := len(_due.rows(today=timezone.localdate())):
        yield Errand("Liens d’intérêt à réexaminer", reverse("directory:interests"), waiting)


@Question
def _due() -> "QuerySet[Any, Any]":
    found = Interest.objects.to_review(Given("today", DateField()))
    return found.order_by().values_list("pk")
