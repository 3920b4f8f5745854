"""What the directory asks of people, in « Mes tâches »: no case asks for it."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import DateField, Func, QuerySet, Subquery
from django.utils import timezone

from directory.impartiality.models import Interest
from directory.memberships.models import Membership
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.representation.models import RepresentationClaim
from workflows.compiled_sql import Given, Question
from workflows.flow.inbox import Errand, errands
from workflows.presentation.links import url_to

STAFF = {f"group:{group}" for group in CressGroup}


@errands
def asked_of_the_cress(user: Any, keys: Collection[str]) -> Iterator[Errand]:
    """The representatives to verify, the claims to settle, and the links to examine again.

    One query. The claims and the links are for the direction.
    """
    if not STAFF.intersection(keys):
        return
    url = url_to("directory:representatives")
    [(to_verify, claims, links)] = _waiting.rows(user=user.pk, today=timezone.localdate())
    if to_verify:
        yield Errand("Représentations à vérifier", f"{url}#a-verifier", to_verify)
    if claims:
        yield Errand("Contestations à trancher", f"{url}#contestations", claims)
    if links and f"group:{CressGroup.MANAGER}" in keys:
        yield Errand("Liens d’intérêt à réexaminer", url_to("directory:interests"), links)


@Question
def _waiting() -> "QuerySet[Any, Any]":
    person = Given("user")
    return User.objects.filter(pk=person).values_list(
        _number_of(Membership.objects.to_verify_by(person)),
        _number_of(RepresentationClaim.objects.pending_for(person)),
        _number_of(Interest.objects.to_review(Given("today", DateField()))),
    )


def _number_of(found: "QuerySet[Any]") -> Subquery:
    """How many rows `found` holds, asked inside another query."""
    return Subquery(found.order_by().values(number=Func("pk", function="COUNT")))
