"""What a seat in a body leaves for others to take over, and what it keeps from."""

from collections.abc import Iterator

from django.utils import timezone

from committee.bodies.models import Mandate
from directory.accounts.operations import holdings
from directory.people.models import User
from directory.people.operations import sits_apart


@holdings
def mandates_of(user: User) -> Iterator[str]:
    current = Mandate.objects.filter(user=user).not_over(timezone.localdate())
    for mandate in current.select_related("college__body"):
        yield f"mandat\u00a0: {mandate.college.body}, {mandate.college}, {mandate.period}"


@sits_apart
def sits_in_a_body(user: User) -> Iterator[str]:
    seats = Mandate.objects.filter(user=user).not_over(timezone.localdate())
    for mandate in seats.select_related("college__body")[:1]:
        yield (f"{user} siège au comité, que le contrôle indépendant regarde, {mandate.period}.")
