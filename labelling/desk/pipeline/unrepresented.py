"""What runs for an organisation that nobody represents: nobody can sign or file for it."""

from typing import Any

from django.db.models import QuerySet

from directory.memberships.representing import represented
from directory.recognitions.enums import RUNNING
from directory.recognitions.models import Recognition
from workflows.compiled_sql import Question


def unrepresented(skip: int, most: int) -> list[Recognition]:
    """The labels and listings that run or are to begin, the first to end first: `most` of them
    after `skip`, each with its organisation. One query.

    What renews one that still runs is not told beside it.
    """
    return _alone.objects(skip, most)


@Question
def _alone(skip: int, most: int) -> "QuerySet[Any]":
    found = Recognition.objects.running().filter(~represented(organisation="organisation"))
    found = found.exclude(previous__state__in=RUNNING).select_related("organisation")
    return found.order_by("valid_until", "pk")[skip : skip + most]
