"""Who represents an organisation today, read once with all that is asked about it."""

from typing import Any

from django.db.models import QuerySet

from directory.memberships.models import Membership
from workflows.compiled_sql import Given, Question


def representations_in(organisation_id: int) -> list[Membership]:
    """The memberships of those who represent an organisation, each with its `user`, by name."""
    return _representations.objects(organisation=organisation_id)


def representations_on(case: Any) -> list[Membership]:
    """Those in the organisation of `case`, as guards read them (`Context.once`)."""
    return representations_in(case.organisation_id)


@Question
def _representations() -> "QuerySet[Any]":
    found = Membership.objects.representatives().filter(organisation_id=Given("organisation"))
    return found.select_related("user").order_by("user__last_name", "user__first_name", "pk")
