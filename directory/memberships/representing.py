"""Who represents an organisation today, read once with all that is asked about it."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from directory.memberships.models import Membership
from workflows.compiled_sql import Given, Question


def representations_in(organisation_id: int) -> list[Membership]:
    """The memberships of those who represent an organisation, each with its `user`, by name."""
    return _representations.objects(organisation=organisation_id)


def is_represented(organisation_id: int, *, besides: Any = None) -> bool:
    """Whether somebody represents it today, other than the person `besides`."""
    held = representations_in(organisation_id)
    return any(besides is None or membership.user_id != besides.pk for membership in held)


def represented(*, organisation: str) -> Exists:
    """The same, as a condition on the rows whose organisation is at `organisation`."""
    return Exists(Membership.objects.representatives().filter(organisation=OuterRef(organisation)))


def representations_on(case: Any) -> list[Membership]:
    """Those in the organisation of `case`, as guards read them (`Context.once`)."""
    return representations_in(case.organisation_id)


@Question
def _representations() -> "QuerySet[Any]":
    found = Membership.objects.representatives().filter(organisation_id=Given("organisation"))
    return found.select_related("user").order_by("user__last_name", "user__first_name", "pk")
