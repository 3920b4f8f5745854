"""Keeping what an organisation says of itself up to date."""

from typing import TypedDict, Unpack

from django.utils import timezone

from directory.organisations.identifiers import Identifier, IdentifierKind
from directory.organisations.models import Organisation
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.engine import amend
from workflows.presentation.lines import one_line


class Facts(TypedDict):
    """What an organisation says of itself; `legal_form` is the INSEE category (« 9220 »)."""

    name: str
    legal_form: str
    esus: bool
    declared_cooperative: bool
    department: str
    city: str


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
    DirectoryRules.manage_organisation.require(actor, organisation)
    tidy = tidied(facts)
    return amend(organisation, action="amend", actor=actor, at=timezone.now(), seen=seen, **tidy)


def tidied(facts: Facts) -> Facts:
    """Names are one line each."""
    return {**facts, "name": one_line(facts["name"]), "city": one_line(facts["city"])}
