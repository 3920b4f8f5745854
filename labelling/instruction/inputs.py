"""What the actions of an application take, each already cleaned by a form or an operation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from directory.charters.models import Signature
from directory.people.models import User


@dataclass(frozen=True, slots=True)
class SignedCharter:
    """The signature that engages the organisation."""

    signature: Signature


@dataclass(frozen=True, slots=True)
class ComplementRequests:
    """`items` are (criterion, request) pairs, the criterion "" for the whole; one deadline."""

    items: Sequence[tuple[str, str]]
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ComplementAnswer:
    """The answer to the request `complement_id`."""

    complement_id: int
    answer: str


@dataclass(frozen=True, slots=True)
class CriterionAssessment:
    """A finding on `criterion`, and why. `confirmed`: written even if it says the same again."""

    criterion: str
    finding: str
    reasons: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Reassignment:
    """Who takes the instruction over."""

    assignee: User
