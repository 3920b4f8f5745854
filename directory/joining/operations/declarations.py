"""Declaring an organisation: whoever does is the first to act for it."""

from datetime import datetime
from typing import Any, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.joining.operations.invitations import invite
from directory.memberships.enums import MembershipRole, MembershipState
from directory.memberships.models import Membership
from directory.organisations.identifiers import Identifier, IdentifierKind
from directory.organisations.models import Organisation
from directory.organisations.operations import (
    Facts,
    declared_as,
    keep_eligibility_proof,
    refuse_ineligible,
    refuse_unshown,
    tidied,
)
from directory.people.models import User
from directory.representation.ceilings import refuse_too_many
from directory.representation.operations import show_proof
from workflows.actors import Actor
from workflows.engine import create
from workflows.verdicts import Refused, Unmet

ALREADY_DECLARED = "already_declared"


def declare_organisation(
    *,
    identifier: Identifier,
    function: str,
    user: User,
    role: MembershipRole = MembershipRole.REPRESENTATIVE,
    representative_email: str = "",
    proof: UploadedFile[Any] | None = None,
    eligibility_proof: UploadedFile[Any] | None = None,
    at: datetime | None = None,
    **facts: Unpack[Facts],
) -> Organisation:
    """Create the organisation known by `identifier`; `user` acts for it as `role`.

    Who says they legally represent it signs once the CRESS is convinced, by `proof` or otherwise.
    Who coordinates the dossier prepares it, and `representative_email` is invited to sign.
    `eligibility_proof` shows the approval or the statutes of a commercial company.

    Raises Refused, code ALREADY_DECLARED, when it exists: the unique SIREN or RNA decides, so of
    two people who declare it at once, the second is told as well. Refused too for a legal form that
    may not enter the scheme, or that nothing shows, and when the person asks for too much in a
    day; FileRefused for a proof that is not accepted.
    """
    actor = Actor.of(user)
    at = at or timezone.now()
    facts = tidied(facts)
    _refuse_early(identifier, facts, is_shown=eligibility_proof is not None)
    if representative_email.lower() == user.email.lower():
        raise _own_address()
    organisation = _organisation(identifier, facts, at)
    try:
        with transaction.atomic():
            refuse_too_many(user, at=at)
            create(organisation, actor=actor, at=at)
            first = _first_member(organisation, user, role, function, at)
            create(first, actor=actor, at=at)
            if eligibility_proof is not None:
                keep_eligibility_proof(organisation, upload=eligibility_proof, by=user, at=at)
            if proof is not None:
                show_proof(organisation=organisation, user=user, upload=proof, at=at)
            if representative_email:
                invite(
                    organisation=organisation,
                    email=representative_email,
                    role=MembershipRole.REPRESENTATIVE,
                    by=user,
                )
    except IntegrityError:
        existing = declared_as(identifier)
        if existing is None:
            raise
        raise _already_declared(existing) from None
    return organisation


def _organisation(identifier: Identifier, facts: Facts, at: datetime) -> Organisation:
    return Organisation(
        siren=identifier.siren,
        siret=identifier.value if identifier.kind is IdentifierKind.SIRET else "",
        rna=identifier.value if identifier.kind is IdentifierKind.RNA else None,
        registered_at=at,
        **facts,
    )


def _first_member(
    organisation: Organisation, user: User, role: MembershipRole, function: str, at: datetime
) -> Membership:
    return Membership(
        user=user,
        organisation=organisation,
        role=role,
        function=function,
        state=MembershipState.ACTIVE,
        since=at,
    )


def _refuse_early(identifier: Identifier, facts: Facts, *, is_shown: bool) -> None:
    """What is known before anything is written; the unique numbers have the last word."""
    existing = declared_as(identifier)
    if existing is not None:
        raise _already_declared(existing)
    refuse_ineligible(facts)
    if not is_shown:
        refuse_unshown(facts)


def _already_declared(organisation: Organisation) -> Refused:
    unmet = Unmet(
        ALREADY_DECLARED,
        f"Une organisation porte déjà ce numéro\u00a0: {organisation.name}.",
        hint="Demandez à la rejoindre\u00a0: qui la représente vous répondra. Si c’est vous, "
        "dites-le à la CRESS.",
        field="identifier",
    )
    return Refused("Une organisation porte déjà ce numéro.", unmet=[unmet])


def _own_address() -> Refused:
    unmet = Unmet(
        "own_address",
        "C’est votre adresse\u00a0: si vous représentez l’organisation, dites-le plus haut.",
        field="representative_email",
    )
    return Refused("Cette invitation n’est pas possible.", unmet=[unmet])
