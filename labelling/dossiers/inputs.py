"""What the actions of a dossier take, each already cleaned by a form or an operation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from directory.organisations.models import Organisation


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
class AccompanimentEntry:
    """Who accompanies the structure, or did; None for a day that is not known, or to come."""

    accompanist: Organisation
    started_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class AccompanimentKey:
    """The accompaniment to take back, as its key."""

    pk: int


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


@dataclass(frozen=True, slots=True)
class TermAccount:
    """What the label that is renewed was the time of: see TermReport."""

    results: str
    figures: str
    difficulties: str
