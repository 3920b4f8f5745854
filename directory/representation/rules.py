"""Guards and effects of claims."""

from collections.abc import Iterator

from django.db import IntegrityError, transaction

from directory.memberships.enums import MembershipRole, MembershipState, Verification
from directory.memberships.inputs import RepresentationEstablished
from directory.memberships.models import Membership
from directory.representation.inputs import ClaimAccepted
from directory.rulebook import DirectoryRules
from workflows.engine import create, perform
from workflows.rules import Context
from workflows.verdicts import Stale, Unmet


@DirectoryRules.ended_are_members.checks("les accès à retirer sont actifs", needs_data=True)
def ended_are_members(context: Context) -> Iterator[Unmet]:
    claim = context.case
    for membership in context.given(ClaimAccepted).ended:
        here = membership.organisation_id == claim.organisation_id
        if not here or membership.user_id == claim.user_id:
            yield Unmet("not_a_member", "Cet accès n’est pas de ceux qui prennent fin.")


@DirectoryRules.settle_claim.does
def settle_claim(context: Context) -> None:
    """Make the claimant a verified representative, and end the accesses named in `ended`."""
    _establish(context)
    for membership in context.given(ClaimAccepted).ended:
        perform(membership, "revoke", actor=context.actor, reason=context.reason, at=context.at)


def _establish(context: Context) -> None:
    claim = context.case
    shown = context.given(ClaimAccepted)
    held = Membership.objects.live().filter(user=claim.user, organisation=claim.organisation)
    known = held.first()
    if known is not None:
        given = RepresentationEstablished(shown.verification, shown.note, claim.function)
        perform(known, "establish", actor=context.actor, data=given, at=context.at)
        return
    made = Membership(
        user=claim.user,
        organisation=claim.organisation,
        role=MembershipRole.REPRESENTATIVE,
        function=claim.function,
        state=MembershipState.ACTIVE,
        since=context.at,
        verified_at=context.at,
        verified_by=context.actor.user,
        verification=Verification(shown.verification),
        verification_note=shown.note,
    )
    try:
        with transaction.atomic():
            create(made, actor=context.actor, action="recognise", at=context.at)
    except IntegrityError:
        raise Stale("Cette personne vient de rejoindre l’organisation.") from None
