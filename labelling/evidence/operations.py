"""Writing the evidence, the commitments, the presentation."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from directory.recognitions.models import Recognition
from labelling.dossiers.enums import Approach
from labelling.dossiers.inputs import (
    Commitments,
    FormerDossier,
    PresentationAccount,
    PrincipleEvidence,
)
from labelling.dossiers.models import Dossier
from labelling.dossiers.operations import open_dossier
from labelling.frameworks.models import Framework
from labelling.instruction.held.running import renewed_again
from workflows.actors import Actor
from workflows.engine import perform
from workflows.presentation.french import format_date

Assembly = dict[str, Any]
Bodies = dict[str, dict[str, Any]]


def write_evidence(
    dossier: Dossier,
    *,
    principle: str,
    text: str,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Dossier:
    """Write what the structure says of `principle`. Stale when someone wrote meanwhile."""
    given = PrincipleEvidence(principle, text)
    return perform(dossier, "write_evidence", actor=actor, data=given, seen=seen, at=at)


def write_commitments(
    dossier: Dossier,
    *,
    commitments: str,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Dossier:
    """Write the charter's free text: « Ma structure s’est engagée, à ce jour, sur ».

    `seen` is the digest of the text the person started from: Stale when someone wrote meanwhile.
    """
    given = Commitments(commitments)
    return perform(dossier, "write_commitments", actor=actor, data=given, seen=seen, at=at)


def describe_presentation(
    dossier: Dossier,
    *,
    assembly: Assembly | None,
    bodies: Bodies,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Dossier:
    """Write the AG presentation and the internal ones, without moving the dossier.

    See PresentationAccount. `seen` is the `presentation_seal` of what the person started from:
    Stale when someone wrote meanwhile.
    """
    given = PresentationAccount(assembly, bodies)
    return perform(dossier, "describe_presentation", actor=actor, data=given, seen=seen, at=at)


@transaction.atomic
def take_over(
    former: Dossier,
    *,
    approach: Approach,
    framework: Framework | None,
    actor: Actor,
    at: datetime | None = None,
) -> Dossier:
    """Open a draft for the same organisation, with the texts and the files of `former`, ended.

    Its history says where they come from. What must be said anew is not taken: the signature, the
    assembly with its minutes and figures, the internal bodies. Raises Forbidden; Refused when
    `former` is not over, when the organisation has an open dossier, or a label that runs. A renewal
    that ended without a label is taken over as a renewal, while there is time.
    """
    at = at or timezone.now()
    if former.renews_id is not None:
        # Time, a sanction, another tab wait for us, or are seen below.
        Recognition.objects.locked().get(pk=former.renews_id)
    made = open_dossier(
        organisation=former.organisation,
        approach=approach,
        framework=framework,
        renews=renewed_again(former, timezone.localdate(at)),
        actor=actor,
        at=at,
    )
    return perform(
        made,
        "take_over",
        actor=actor,
        data=FormerDossier(former.pk),
        reason=f"Repris du {named(former)}.",
        at=at,
    )


def named(dossier: Dossier) -> str:
    """« dossier D-2026-0021 », or by its day when it was never filed."""
    if dossier.reference:
        return f"dossier {dossier.reference}"
    return f"dossier ouvert le {format_date(dossier.opened_at)}"
