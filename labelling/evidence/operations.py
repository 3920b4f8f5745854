"""Writing the evidence, the commitments, the presentation."""

from datetime import datetime
from typing import Any

from labelling.dossiers.inputs import Commitments, PresentationAccount, PrincipleEvidence
from labelling.dossiers.models import Dossier
from workflows.actors import Actor
from workflows.engine import perform

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
