"""Declaring an organisation: whoever does is the first to act for it."""

from datetime import datetime
from typing import Any, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.memberships.enums import MembershipRole, MembershipState
from directory.memberships.models import Membership
from directory.organisations.identifiers import Identifier, IdentifierKind
from directory.organisations.models import Organisation
from directory.organisations.operations import Facts, declared_as, tidied
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
    proof: UploadedFile[Any] | None = None,
    at: datetime | None = None,
    **facts: Unpack[Facts],
) -> Organisation:
    """Create the organisation known by `identifier`; `user` says they legally represent it.

    They prepare its dossiers, and sign once the CRESS is convinced, by `proof` or otherwise.

    Raises Refused, code ALREADY_DECLARED, when it exists: the unique SIREN or RNA decides, so of
    two people who declare it at once, the second is told as well. Refused too when the person asks
    for too much in a day, FileRefused for a proof that is not accepted.
    """
    actor = Actor.of(user)
    at = at or timezone.now()
    organisation = Organisation(
        siren=identifier.siren,
        siret=identifier.value if identifier.kind is IdentifierKind.SIRET else "",
        rna=identifier.value if identifier.kind is IdentifierKind.RNA else None,
        registered_at=at,
        **tidied(facts),
    )
    membership = Membership(
        user=user,
        organisation=organisation,
        role=MembershipRole.REPRESENTATIVE,
        function=function,
        state=MembershipState.ACTIVE,
        since=at,
    )
    try:
        with transaction.atomic():
            refuse_too_many(user, at=at)
            create(organisation, actor=actor, at=at)
            membership.organisation = organisation
            create(membership, actor=actor, at=at)
            if proof is not None:
                show_proof(organisation=organisation, user=user, upload=proof, at=at)
    except IntegrityError:
        existing = declared_as(identifier)
        if existing is None:
            raise
        raise _already_declared(existing) from None
    return organisation


def _already_declared(organisation: Organisation) -> Refused:
    unmet = Unmet(
        ALREADY_DECLARED,
        f"Une organisation porte déjà ce numéro\u00a0: {organisation.name}.",
        hint="Demandez à la rejoindre\u00a0: son représentant légal vous répondra. Si c’est vous "
        "qui la représentez, dites-le à la CRESS.",
        field="identifier",
    )
    return Refused("Cette organisation est déjà inscrite.", unmet=[unmet])
