"""What the actions of a dossier take, each already cleaned by a form or an operation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class PrincipleEvidence:
    """What the structure says of `principle`."""

    principle: str
    text: str


@dataclass(frozen=True, slots=True)
class Commitments:
    """The charter's free text."""

    text: str


@dataclass(frozen=True, slots=True)
class FormerDossier:
    """The dossier whose contents are taken over, as its key: it is read when it is copied."""

    pk: int


@dataclass(frozen=True, slots=True)
class PresentationAccount:
    """How the approach was presented, as far as it is known.

    `assembly` holds the fields of AssemblyPresentation, None while nothing of it is known; `bodies`
    maps an internal body to `told_on` or `not_applicable`.
    """

    assembly: Mapping[str, Any] | None = None
    bodies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
