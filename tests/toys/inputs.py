"""What the actions on a repair take."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Fault:
    """What is broken, and whether a picture shows it."""

    words: str
    photographed: bool = False


@dataclass(frozen=True, slots=True)
class PartAwaited:
    """By when the owner brings the part."""

    due_on: date | None
