"""What a seat in a body leaves for others to take over."""

from collections.abc import Iterator

from django.utils import timezone

from committee.bodies.models import Mandate
from directory.accounts.operations import holdings
from directory.people.models import User


@holdings
def mandates_of(user: User) -> Iterator[str]:
    current = Mandate.objects.filter(user=user).not_over(timezone.localdate())
    for mandate in current.select_related("college__body"):
        yield f"mandat\u00a0: {mandate.college.body}, {mandate.college}, {mandate.period}"
