"""Asking to join an organisation."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.joining.models import Invitation
from directory.memberships.enums import MembershipRole, MembershipState
from directory.memberships.links import live_membership
from directory.memberships.models import Membership
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.representation.ceilings import refuse_too_many
from workflows.actors import Actor
from workflows.engine import create
from workflows.verdicts import Refused, Unmet


@transaction.atomic
def request_to_join(
    *,
    organisation: Organisation,
    user: User,
    role: MembershipRole,
    function: str,
    at: datetime | None = None,
) -> Membership:
    """Ask to join `organisation`; its legal representatives are told, and answer.

    Raises Refused when `user` already belongs to it, has asked, or holds an invitation: the
    answer is then already given, in the message received; and when too much is asked in a day, or
    of this organisation.
    """
    # The organisation's row is the lock of its invitations.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    invited = Invitation.objects.pending(timezone.now()).filter(
        organisation=organisation, email__iexact=user.email
    )
    if invited.exists():
        raise _refused(
            "already_invited",
            "Une invitation vous attend déjà dans votre messagerie\u00a0: suivez son lien.",
        )
    at = at or timezone.now()
    existing = live_membership(organisation, user)
    if existing is not None:
        raise _already_there(existing)
    refuse_too_many(user, at=at, organisation=organisation)
    membership = Membership(
        user=user, organisation=organisation, role=role, function=function, since=at
    )
    try:
        with transaction.atomic():
            return create(membership, actor=Actor.of(user), action="request", at=at)
    except IntegrityError:
        existing = live_membership(organisation, user)
        if existing is None:
            raise
        raise _already_there(existing) from None


def _already_there(membership: Membership) -> Refused:
    if membership.state == MembershipState.REQUESTED:
        return _refused(
            "already_requested",
            "Votre demande est déjà partie. Une personne qui la représente vous répondra.",
        )
    return _refused(
        "already_member",
        "Vous faites déjà partie de cette organisation.",
        url=membership.get_absolute_url(),
    )


def _refused(code: str, message: str, url: str = "") -> Refused:
    return Refused("Cette demande n’a pas lieu d’être.", unmet=[Unmet(code, message, url=url)])
