"""Making a body, and seating its members."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from committee.enums import CollegeKey, MandateRole
from committee.models import Body, College, Mandate
from committee.voting_rules import VotingRule
from directory.models import Organisation, User
from workflows.actors import Actor
from workflows.engine import amend, create
from workflows.policies import get_policy
from workflows.verdicts import Refused, Unmet


@transaction.atomic
def establish_body(
    *, name: str, actor: Actor, rule: VotingRule | None = None, at: datetime | None = None
) -> Body:
    """Create a body with its three colleges, under `rule` or the default one.

    Raises Forbidden for anyone but the direction of the CRESS, or the system.
    """
    body = Body(name=name) if rule is None else Body(name=name, rule=rule.to_dict())
    get_policy("directory.cress_manager").require(actor, body)
    create(body, actor=actor, action="establish", at=at)
    College.objects.bulk_create(
        College(body=body, key=key, position=position)
        for position, key in enumerate(CollegeKey, start=1)
    )
    return body


@transaction.atomic
def appoint(
    *,
    user: User,
    college: College,
    starts_on: date,
    actor: Actor,
    role: MandateRole = MandateRole.MEMBER,
    organisation: Organisation | None = None,
    ends_on: date | None = None,
    at: datetime | None = None,
) -> Mandate:
    """Seat `user` in `college` from `starts_on`, to `ends_on` included when it is given.

    Raises Forbidden for anyone but the direction of the CRESS, or the system; Refused when the
    person already sits in this body on one of those days: one person, one vote.
    """
    get_policy("directory.cress_manager").require(actor, college)
    # The body's row is the lock of its seats.
    Body.objects.select_for_update().get(pk=college.body_id)
    others = Mandate.objects.filter(user=user, college__body_id=college.body_id).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    )
    if ends_on is not None:
        others = others.filter(starts_on__lte=ends_on)
    if others.exists():
        unmet = Unmet("already_seated", "Cette personne siège déjà à ces dates.", field="user")
        raise Refused("Une personne, un siège.", unmet=[unmet])
    mandate = Mandate(
        user=user,
        college=college,
        role=role,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return create(mandate, actor=actor, action="appoint", at=at)


def end_mandate(mandate: Mandate, *, ends_on: date, actor: Actor) -> Mandate:
    """End `mandate` on `ends_on`, its last day."""
    get_policy("directory.cress_manager").require(actor, mandate)
    return amend(mandate, action="end", actor=actor, at=timezone.now(), ends_on=ends_on)
