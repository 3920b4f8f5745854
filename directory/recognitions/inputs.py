"""What the moves of a recognition take."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Sanction:
    """The key of the case whose decision it follows from."""

    case: int


@dataclass(frozen=True, slots=True)
class Suspension(Sanction):
    """And its last day."""

    until: date


@dataclass(frozen=True, slots=True)
class Extension:
    """Its new last day."""

    until: date
