"""Inviting someone by e-mail to join an organisation."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from directory.joining.models import Invitation
from directory.joining.querysets import InvitationQuerySet
from directory.joining.tasks import send_invitation
from directory.memberships.enums import MembershipRole, MembershipState
from directory.memberships.links import live_membership
from directory.memberships.models import Membership
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.engine import create
from workflows.presentation.french import format_date
from workflows.verdicts import Forbidden, Refused, Unmet

VALIDITY = timedelta(days=14)
BETWEEN_TWO = timedelta(hours=1)


def find_invitation(secret: str) -> Invitation | None:
    """The invitation that the link with `secret` opens, expired and used ones included."""
    found = Invitation.objects.filter(secret_digest=_digest(secret), withdrawn_at__isnull=True)
    return found.select_related("organisation", "invited_by").first()


@transaction.atomic
def invite(*, organisation: Organisation, email: str, role: MembershipRole, by: User) -> Invitation:
    """Invite `email` to join `organisation` as `role`; the message leaves once committed.

    An expired invitation to the same address is sent anew, with another secret. Raises Forbidden
    unless `by` may invite there, Refused when that person is a member, has asked to
    join, or is invited already; and when the organisation sends too many messages (in a day, or
    to one address in an hour), those withdrawn since included.
    """
    DirectoryRules.invite_to_organisation.require(Actor.of(by), organisation)
    # The organisation's row is the lock of its invitations.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    email = email.strip().lower()
    now = timezone.now()
    _refuse_member(organisation, email)
    sent = Invitation.objects.filter(organisation=organisation)
    previous = sent.unanswered().filter(email=email).first()
    if previous is not None and previous.expires_at >= now:
        raise _refused(
            "already_invited",
            f"Cette personne est déjà invitée, depuis le {format_date(previous.sent_at)}. "
            "Annulez cette invitation pour en envoyer une autre.",
        )
    _refuse_flood(sent, email, now)
    invitation = previous or Invitation(organisation=organisation, email=email)
    invitation.role = role
    invitation.invited_by = by
    _send(invitation, now)
    return invitation


@transaction.atomic
def renew_invitation(invitation: Invitation) -> None:
    """Send a new link to the address of an expired invitation, for whoever holds the old link.

    It goes to that address alone, and asks of whoever invited that they still may. Raises Refused
    when they no longer may, when it has not expired or was answered, or when too many messages
    have left.
    """
    # As in `invite`, the organisation's row is the lock.
    Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    now = timezone.now()
    sent = Invitation.objects.filter(organisation=invitation.organisation_id)
    expired = sent.unanswered().filter(pk=invitation.pk, expires_at__lt=now).first()
    if expired is None:
        raise _refused("not_expired", "Un autre lien est parti à cette adresse\u00a0: ouvrez-le.")
    _refuse_without_author(expired)
    _refuse_flood(sent, expired.email, now)
    _send(expired, now)


def _send(invitation: Invitation, now: datetime) -> None:
    """Write it down with a secret of now; the message leaves once committed."""
    invitation.sent_at = now
    invitation.expires_at = now + VALIDITY
    invitation.secret_digest = _digest(invitation.secret)
    invitation.save()
    send_invitation.enqueue(invitation_id=invitation.pk)


def withdraw_invitation(invitation: Invitation, *, actor: Actor) -> None:
    """Make the link of a pending invitation worthless. Raises Forbidden for who may not invite."""
    DirectoryRules.invite_to_organisation.require(actor, invitation.organisation)
    Invitation.objects.unanswered().filter(pk=invitation.pk).update(withdrawn_at=timezone.now())


@transaction.atomic
def accept_invitation(invitation: Invitation, *, user: User, function: str) -> Membership:
    """Make `user` a member, as invited. Having the secret proves that the address received it.

    Raises Forbidden when the invitation is for another address than the account's, Refused when
    it has expired, was used or withdrawn, when whoever sent it no longer represents the
    organisation, or when `user` already belongs to it.
    """
    locked = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if locked is None or locked.accepted_by_id or locked.withdrawn_at:
        raise _refused("used", "Cette invitation a déjà servi, ou elle a été annulée.")
    if locked.expires_at < timezone.now():
        raise _refused(
            "expired", "Cette invitation a expiré. Rouvrez son lien pour en recevoir un autre."
        )
    if locked.email.lower() != user.email.lower():
        raise Forbidden(
            f"Cette invitation est pour {locked.email}.", who="la personne à cette adresse"
        )
    _refuse_without_author(locked)
    if live_membership(invitation.organisation, user) is not None:
        raise _refused(
            "already_member", "Vous avez déjà rejoint, ou demandé à rejoindre, cette organisation."
        )
    membership = Membership(
        user=user,
        organisation=invitation.organisation,
        role=locked.role,
        function=function,
        state=MembershipState.ACTIVE,
    )
    membership.vouch(locked.invited_by, membership.since)
    create(membership, actor=Actor.of(user), action="accept_invitation")
    locked.accepted_by = user
    locked.save(update_fields=["accepted_by"])
    return membership


def _refuse_without_author(invitation: Invitation) -> None:
    authors = DirectoryRules.invite_to_organisation.users_who_may(invitation.organisation)
    if not authors.filter(pk=invitation.invited_by_id).exists():
        raise _refused(
            "author_left",
            "La personne qui a envoyé cette invitation ne représente plus cette organisation. "
            "Demandez-en une nouvelle à ceux qui la représentent.",
        )


def _refuse_flood(sent: InvitationQuerySet, email: str, now: datetime) -> None:
    """Our messages go to people who asked us nothing: few a day, and none twice in a row."""
    if sent.filter(email=email, sent_at__gt=now - BETWEEN_TWO).exists():
        raise _refused(
            "invited_lately",
            "Un message vient de partir à cette adresse. Réessayez dans une heure.",
        )
    if sent.filter(sent_at__gt=now - timedelta(days=1)).count() >= settings.OSE_INVITATIONS_A_DAY:
        raise _refused(
            "too_many_invitations",
            f"Votre organisation a envoyé {settings.OSE_INVITATIONS_A_DAY} invitations en un "
            "jour. Réessayez demain.",
        )


def _refuse_member(organisation: Organisation, email: str) -> None:
    members = Membership.objects.live().filter(organisation=organisation)
    existing = members.filter(user__email__iexact=email).first()
    if existing is None:
        return
    if existing.state == MembershipState.REQUESTED:
        raise _refused(
            "already_requested",
            "Cette personne a demandé à vous rejoindre\u00a0: acceptez sa demande.",
        )
    raise _refused("already_member", "Cette personne fait déjà partie de votre organisation.")


def _refused(code: str, message: str) -> Refused:
    unmet = Unmet(code, message, field="email")
    return Refused("Cette invitation n’est pas possible.", unmet=[unmet])


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
