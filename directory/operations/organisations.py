"""Declaring an organisation, and keeping what it says of itself up to date."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.enums import MembershipRole, MembershipState
from directory.identifiers import Identifier, IdentifierKind
from directory.models import Membership, Organisation, User
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
    at: datetime | None = None,
    **facts: Unpack[Facts],
) -> Organisation:
    """Create the organisation known by `identifier`; `user` becomes its legal representative.

    Raises Refused, code ALREADY_DECLARED, when it exists: the unique SIREN or RNA decides, so of
    two people who declare it at once, the second is told as well.
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
            create(organisation, actor=actor, at=at)
            membership.organisation = organisation
            create(membership, actor=actor, at=at)
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
        hint="Demandez à la rejoindre : son représentant légal vous répondra.",
        field="identifier",
    )
    return Refused("Cette organisation est déjà inscrite.", unmet=[unmet])
