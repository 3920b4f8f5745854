"""Keeping what an organisation says of itself up to date."""

from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from directory.organisations.identifiers import Identifier, IdentifierKind
from directory.organisations.legal_forms import eligibility, needs_evidence
from directory.organisations.models import EligibilityProof, Organisation
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.correspondence.operations import keep
from workflows.engine import amend
from workflows.presentation.lines import one_line
from workflows.verdicts import Refused, Unmet


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


@transaction.atomic
def amend_organisation(
    organisation: Organisation,
    *,
    actor: Actor,
    seen: str | None,
    eligibility_proof: UploadedFile[Any] | None = None,
    **facts: Unpack[Facts],
) -> Organisation:
    """Correct what the organisation says of itself; its identifiers do not change.

    A company may say that it lost its approval: its dossiers then say what is missing.

    Raises Forbidden unless `actor` represents it, Stale when it changed since `seen`, the
    `history_head` of the page; Refused for an approval or a form that nothing shows, FileRefused
    for a proof that is not accepted.
    """
    DirectoryRules.manage_organisation.require(actor, organisation)
    tidy, at = tidied(facts), timezone.now()
    if eligibility_proof is None and organisation.eligibility_proof is None:
        refuse_unshown(tidy)
    amended = amend(organisation, action="amend", actor=actor, at=at, seen=seen, **tidy)
    if eligibility_proof is not None:
        keep_eligibility_proof(organisation, upload=eligibility_proof, by=actor.user, at=at)
    return amended


def keep_eligibility_proof(
    organisation: Organisation, *, upload: UploadedFile[Any], by: Any, at: datetime
) -> EligibilityProof:
    """Keep what shows that `organisation` is of the ESS. Raises FileRefused."""
    return keep(EligibilityProof(organisation=organisation), upload=upload, by=by, at=at)


def refuse_ineligible(facts: Facts) -> None:
    """Raise Refused, beside the field at fault, for a form that may not enter the scheme."""
    found = eligibility(
        facts["legal_form"],
        esus=facts["esus"],
        declared_cooperative=facts["declared_cooperative"],
    )
    if found.reason_fr:
        unmet = Unmet("not_eligible", found.reason_fr, field="legal_form")
        raise Refused("Cette organisation n’entre pas encore dans la démarche.", unmet=[unmet])


def refuse_unshown(facts: Facts) -> None:
    """Raise Refused for a company that says it is approved, or a cooperative, and shows nothing."""
    if not needs_evidence(facts["legal_form"]):
        return
    if facts["esus"] or facts["declared_cooperative"]:
        unmet = Unmet(
            "eligibility_unshown",
            "Joignez l’agrément ESUS, ou les statuts qui disent la forme coopérative.",
            field="eligibility_proof",
        )
        raise Refused("Il manque une preuve.", unmet=[unmet])


def tidied(facts: Facts) -> Facts:
    """Names are one line each."""
    return {**facts, "name": one_line(facts["name"]), "city": one_line(facts["city"])}
