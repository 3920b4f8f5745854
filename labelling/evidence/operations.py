"""Writing the evidence, the commitments, the presentation."""

from datetime import datetime
from typing import Any

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
    return perform(
        dossier, "write_evidence", actor=actor, at=at, principle=principle, text=text, seen=seen
    )


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
    return perform(
        dossier, "write_commitments", actor=actor, at=at, commitments=commitments, seen=seen
    )


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

    `assembly` holds the fields of AssemblyPresentation, None while nothing of it is known; `bodies`
    maps an internal body to `told_on` or `not_applicable`. `seen` is the `presentation_seal` of
    what the person started from: Stale when someone wrote meanwhile.
    """
    return perform(
        dossier,
        "describe_presentation",
        actor=actor,
        at=at,
        assembly=assembly,
        bodies=bodies,
        seen=seen,
    )
