"""What the directory asks of people, in « Mes tâches »: no case asks for it."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Func, QuerySet, Subquery
from django.urls import reverse

from directory.memberships.models import Membership
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.representation.models import RepresentationClaim
from workflows.compiled_sql import Given, Question
from workflows.flow.inbox import Errand, errands

STAFF = {f"group:{group}" for group in CressGroup}


@errands
def who_speaks(user: Any, keys: Collection[str]) -> Iterator[Errand]:
    """For the CRESS: the representatives to verify, and the claims to settle. One query."""
    if not STAFF.intersection(keys):
        return
    url = reverse("directory:representatives")
    [(to_verify, claims)] = _waiting.rows(user=user.pk)
    if to_verify:
        yield Errand("Représentations à vérifier", f"{url}#a-verifier", to_verify)
    if claims:
        yield Errand("Contestations à trancher", f"{url}#contestations", claims)


@Question
def _waiting() -> "QuerySet[Any, Any]":
    person = Given("user")
    return User.objects.filter(pk=person).values_list(
        _number_of(Membership.objects.to_verify_by(person)),
        _number_of(RepresentationClaim.objects.pending_for(person)),
    )


def _number_of(found: "QuerySet[Any]") -> Subquery:
    """How many rows `found` holds, asked inside another query."""
    return Subquery(found.order_by().values(number=Func("pk", function="COUNT")))
