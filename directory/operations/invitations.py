"""Inviting someone by e-mail to join an organisation."""

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from directory.enums import MembershipRole, MembershipState
from directory.models import Invitation, Membership, Organisation, User
from directory.operations.memberships import live_membership
from directory.tasks import send_invitation
from workflows.actors import Actor
from workflows.engine import create
from workflows.policies import get_policy
from workflows.presentation.french import format_date
from workflows.verdicts import Forbidden, Refused, Unmet

VALIDITY = timedelta(days=14)


def find_invitation(secret: str) -> Invitation | None:
    """The invitation that the link with `secret` opens, expired and used ones included."""
    found = Invitation.objects.filter(secret_digest=_digest(secret))
    return found.select_related("organisation", "invited_by").first()


@transaction.atomic
def invite(*, organisation: Organisation, email: str, role: MembershipRole, by: User) -> Invitation:
    """Invite `email` to join `organisation` as `role`; the message leaves once committed.

    An expired invitation to the same address is sent anew, with another secret. Raises Forbidden
    unless `by` represents the organisation, Refused when that person is a member, has asked to
    join, or is invited already.
    """
    get_policy("directory.manage_organisation").require(Actor.of(by), organisation)
    # The organisation's row is the lock of its invitations.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    email = email.strip().lower()
    now = timezone.now()
    _refuse_member(organisation, email)
    previous = Invitation.objects.filter(
        organisation=organisation, email=email, accepted_by__isnull=True
    ).first()
    if previous is not None and previous.expires_at >= now:
        raise _refused(
            "already_invited",
            f"Cette personne est déjà invitée, depuis le {format_date(previous.sent_at)}. "
            "Annulez cette invitation pour en envoyer une autre.",
        )
    invitation = previous or Invitation(organisation=organisation, email=email)
    invitation.role = role
    invitation.invited_by = by
    invitation.sent_at = now
    invitation.expires_at = now + VALIDITY
    invitation.secret_digest = _digest(invitation.secret)
    invitation.save()
    send_invitation.enqueue(invitation_id=invitation.pk)
    return invitation


def withdraw_invitation(invitation: Invitation, *, actor: Actor) -> None:
    """Make the link of a pending invitation worthless. Raises Forbidden unless a representative."""
    get_policy("directory.manage_organisation").require(actor, invitation.organisation)
    Invitation.objects.filter(pk=invitation.pk, accepted_by__isnull=True).delete()


@transaction.atomic
def accept_invitation(invitation: Invitation, *, user: User, function: str) -> Membership:
    """Make `user` a member, as invited. Having the secret proves that the address received it.

    Raises Forbidden when the invitation is for another address than the account's, Refused when
    it has expired, was used or withdrawn, or when `user` already belongs to the organisation.
    """
    locked = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if locked is None or locked.accepted_by_id is not None:
        raise _refused("used", "Cette invitation a déjà servi, ou elle a été annulée.")
    if locked.expires_at < timezone.now():
        raise _refused("expired", "Cette invitation a expiré. Demandez-en une nouvelle.")
    if locked.email.lower() != user.email.lower():
        raise Forbidden(
            f"Cette invitation est pour {locked.email}.", who="La personne à cette adresse."
        )
    if live_membership(invitation.organisation, user) is not None:
        raise _refused(
            "already_member", "Vous avez déjà rejoint, ou demandé à rejoindre, cette organisation."
        )
    membership = create(
        Membership(
            user=user,
            organisation=invitation.organisation,
            role=locked.role,
            function=function,
            state=MembershipState.ACTIVE,
        ),
        actor=Actor.of(user),
        action="accept_invitation",
    )
    locked.accepted_by = user
    locked.save(update_fields=["accepted_by"])
    return membership


def _refuse_member(organisation: Organisation, email: str) -> None:
    members = Membership.objects.live().filter(organisation=organisation)
    existing = members.filter(user__email__iexact=email).first()
    if existing is None:
        return
    if existing.state == MembershipState.REQUESTED:
        raise _refused(
            "already_requested", "Cette personne a demandé à vous rejoindre : acceptez sa demande."
        )
    raise _refused("already_member", "Cette personne fait déjà partie de votre organisation.")


def _refused(code: str, message: str) -> Refused:
    unmet = Unmet(code, message, field="email")
    return Refused("Cette invitation n’est pas possible.", unmet=[unmet])


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
