"""Declaring an organisation, and keeping what it says of itself up to date."""

from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.enums import MembershipRole, MembershipState
from directory.identifiers import Identifier, IdentifierKind
from directory.models import Membership, Organisation, User
from directory.operations.ceilings import refuse_too_many
from directory.operations.representation import show_proof
from workflows.actors import Actor
from workflows.engine import amend, create
from workflows.policies import get_policy
from workflows.presentation.lines import one_line
from workflows.verdicts import Refused, Unmet

ALREADY_DECLARED = "already_declared"


class Facts(TypedDict):
    """What an organisation says of itself; `legal_form` is the INSEE category (« 9220 »)."""

    name: str
    legal_form: str
    esus: bool
    declared_cooperative: bool
    department: str
    city: str


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
        **_tidy(facts),
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


def declared_as(identifier: Identifier) -> Organisation | None:
    """The organisation that bears `identifier`: an RNA, or the SIREN of a SIREN or SIRET."""
    rna = identifier.value if identifier.kind is IdentifierKind.RNA else None
    found: Organisation | None = Organisation.objects.known_as(
        siren=identifier.siren, rna=rna
    ).first()
    return found


def amend_organisation(
    organisation: Organisation, *, actor: Actor, seen: str | None, **facts: Unpack[Facts]
) -> Organisation:
    """Correct what the organisation says of itself; its identifiers do not change.

    Raises Forbidden unless `actor` represents it, Stale when it changed since `seen`, the
    `history_head` of the page.
    """
    get_policy("directory.manage_organisation").require(actor, organisation)
    tidy = _tidy(facts)
    return amend(organisation, action="amend", actor=actor, at=timezone.now(), seen=seen, **tidy)


def _tidy(facts: Facts) -> Facts:
    """Names are one line each."""
    return {**facts, "name": one_line(facts["name"]), "city": one_line(facts["city"])}


def _already_declared(organisation: Organisation) -> Refused:
    unmet = Unmet(
        ALREADY_DECLARED,
        f"Une organisation porte déjà ce numéro : {organisation.name}.",
        hint="Demandez à la rejoindre : son représentant légal vous répondra. Si c’est vous qui la "
        "représentez, dites-le à la CRESS.",
        field="identifier",
    )
    return Refused("Cette organisation est déjà inscrite.", unmet=[unmet])
