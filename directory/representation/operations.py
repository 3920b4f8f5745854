"""Who speaks for an organisation: showing it, confirming it, contesting it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.memberships.enums import Verification
from directory.memberships.inputs import RepresentationShown
from directory.memberships.models import Membership
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.representation.ceilings import refuse_too_many
from directory.representation.inputs import ClaimAccepted
from directory.representation.models import RepresentationClaim, RepresentationProof
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.correspondence.operations import keep
from workflows.engine import create, perform
from workflows.verdicts import Refused, Unmet

MOST_PROOFS = 10


def verify_representative(
    membership: Membership,
    *,
    verification: Verification | str,
    note: str,
    actor: Actor,
    at: datetime | None = None,
) -> Membership:
    """The CRESS is convinced by `verification`, and `note` says what it saw.

    Raises Forbidden for whoever acts for the organisation, Refused when it was done already.
    """
    given = RepresentationShown(verification, note)
    return perform(membership, "verify", actor=actor, data=given, at=at)


@transaction.atomic
def show_proof(
    *,
    organisation: Organisation,
    user: User,
    upload: UploadedFile[Any],
    at: datetime | None = None,
) -> RepresentationProof:
    """Keep what `user` shows of their right to speak for `organisation`, for the CRESS alone.

    Raises Forbidden unless they say they represent it, FileRefused for a file that is not accepted,
    Refused when they are confirmed already, or have shown MOST_PROOFS files.
    """
    DirectoryRules.prove_representation.require(Actor.of(user), organisation)
    # The organisation's row is the lock of the count.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if Membership.objects.verified().filter(organisation=organisation, user=user).exists():
        raise _refused("already_verified", "La CRESS l’a déjà vérifié\u00a0: rien n’est à prouver.")
    shown = RepresentationProof.objects.filter(organisation=organisation, uploaded_by=user)
    if shown.count() >= MOST_PROOFS:
        raise _refused(
            "too_many_proofs",
            f"Vous avez déjà joint {MOST_PROOFS} fichiers\u00a0: la CRESS vous répondra.",
        )
    return keep(RepresentationProof(organisation=organisation), upload=upload, by=user, at=at)


@transaction.atomic
def open_claim(
    *,
    organisation: Organisation,
    user: User,
    function: str,
    explanation: str,
    proof: UploadedFile[Any] | None = None,
    at: datetime | None = None,
) -> RepresentationClaim:
    """« Cette organisation est la mienne »: tell the direction of the CRESS, and it alone.

    Raises Refused when `user` is a confirmed representative of it, has an open claim already, or
    asks for too much in a day; FileRefused for a `proof` that is not accepted.
    """
    at = at or timezone.now()
    # The organisation's row is the lock of what is open there, as for a request to join.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if Membership.objects.verified().filter(organisation=organisation, user=user).exists():
        raise _refused("already_verified", f"Vous représentez déjà {organisation}.")
    refuse_too_many(user, at=at, organisation=organisation)
    claim = RepresentationClaim(
        user=user,
        organisation=organisation,
        function=function,
        explanation=explanation,
        opened_at=at,
    )
    try:
        with transaction.atomic():
            create(claim, actor=Actor.of(user), action="open", at=at)
    except IntegrityError:
        raise _refused("already_claimed", "La CRESS examine déjà votre demande.") from None
    if proof is not None:
        show_proof(organisation=organisation, user=user, upload=proof, at=at)
    return claim


def accept_claim(
    claim: RepresentationClaim,
    *,
    verification: Verification | str,
    note: str,
    reason: str,
    ended: Sequence[Membership],
    actor: Actor,
    at: datetime | None = None,
) -> RepresentationClaim:
    """Make the claimant a verified representative; the accesses `ended` are revoked for `reason`.

    The reason is told to the claimant, and to those who leave. Raises Stale when the claim was
    answered, or one of these accesses ended, meanwhile.
    """
    given = ClaimAccepted(verification, note, list(ended))
    return perform(claim, "accept", actor=actor, data=given, reason=reason, at=at)


def _refused(code: str, message: str) -> Refused:
    return Refused("Cette demande n’a pas lieu d’être.", unmet=[Unmet(code, message)])
