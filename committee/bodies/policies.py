"""Who holds a mandate today: what the audience of the committee's requests is made of."""

from collections.abc import Iterable
from typing import Any

from django.db.models import DateField, Q, QuerySet
from django.utils import timezone

from committee.bodies.enums import MandateRole
from committee.bodies.models import Mandate
from directory.accounts.second_factor import asks_second_factor
from directory.impartiality.policies import reads_interests
from workflows.compiled_sql import Given, Question
from workflows.deliberation import CHAIR_KEY
from workflows.policies import audience_keys

COMMITTEE_KEY = "committee"


def body_key(body_id: int) -> str:
    return f"committee:{body_id}"


@audience_keys
def committee_keys(user: Any) -> Iterable[str]:
    """`committee` and `committee:3`, for those who hold a mandate today; that of the chair."""
    for body_id, role in _bodies.rows(user=user.pk, today=timezone.localdate()):
        yield COMMITTEE_KEY
        yield body_key(body_id)
        if role == MandateRole.CHAIR:
            yield CHAIR_KEY


@Question
def _bodies() -> "QuerySet[Any, Any]":
    sitting = Mandate.objects.filter(user=Given("user")).on(Given("today", DateField()))
    return sitting.order_by().values_list("college__body_id", "role")


@asks_second_factor
def chairs_on(day: Any) -> Q:
    """Whoever presides over a body that day."""
    presiding = Mandate.objects.on(day).filter(role=MandateRole.CHAIR)
    return Q(pk__in=presiding.values("user"))


@reads_interests
def members() -> Q:
    """Whoever sits in a body today knows the links of those who decide with them."""
    return Q(pk__in=Mandate.objects.on(timezone.localdate()).values("user"))
