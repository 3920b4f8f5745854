"""What the directory asks of people, in « Mes tâches »: no case asks for it."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Func, QuerySet, Subquery
from django.urls import reverse

from directory.memberships.models import Membership
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.representation.models import RepresentationClaim
from workflows.flow.inbox import Errand, errands

STAFF = {f"group:{group}" for group in CressGroup}


@errands
def who_speaks(user: Any, keys: Collection[str]) -> Iterator[Errand]:
    """For the CRESS: the representatives to verify, and the claims to settle. One query."""
    if not STAFF.intersection(keys):
        return
    url = reverse("directory:representatives")
    waiting = User.objects.filter(pk=user.pk).values_list(
        _number_of(Membership.objects.to_verify_by(user)),
        _number_of(RepresentationClaim.objects.pending_for(user)),
    )
    to_verify, claims = waiting.get()
    if to_verify:
        yield Errand("Représentations à vérifier", f"{url}#a-verifier", to_verify)
    if claims:
        yield Errand("Contestations à trancher", f"{url}#contestations", claims)


def _number_of(found: "QuerySet[Any]") -> Subquery:
    """How many rows `found` holds, asked inside another query."""
    return Subquery(found.order_by().values(number=Func("pk", function="COUNT")))
