"""Who signs and files for an organisation, by name: what those who may not are told."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from directory.memberships.models import Membership
from directory.people.models import User
from workflows.compiled_sql import Given, Question
from workflows.presentation.french import enumerate_french


def signatories_of(organisation_id: int) -> list[User]:
    """The verified representatives; those who only say so, as long as nobody is verified."""
    found = _seats.objects(organisation=organisation_id)
    verified = [seat for seat in found if seat.verified_at is not None]
    return [seat.user for seat in verified or found]


@Question
def _seats() -> "QuerySet[Any]":
    seats = Membership.objects.representatives().filter(organisation_id=Given("organisation"))
    return seats.select_related("user").order_by("user__last_name", "user__first_name", "pk")


def only_they(reason: str, people: Sequence[User]) -> str:
    """« Seules les personnes qui… peuvent le faire : Dominique Lebreton. », from who may."""
    if not people:
        return reason
    names = enumerate_french([person.get_full_name() for person in people])
    return f"{reason.rstrip('.')}\u00a0: {names}."
