"""What the actions of a revision take, cleaned by a form or an operation."""

from dataclasses import dataclass
from datetime import date

from directory.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class RevisionAccount:
    """The new text, why, from when it holds, and what it asks of those who signed before.

    `transition_until` is the last day for them to show `transition_asks`; both empty, nothing new
    is asked.
    """

    text: str
    rationale: str
    in_force_on: date
    transition_asks: str
    transition_until: date | None


@dataclass(frozen=True, slots=True)
class ConsultationPlan:
    """The last day on which one may answer; how many holders there were to tell."""

    until: date
    holders: int


@dataclass(frozen=True, slots=True)
class PartyAsked:
    """Somebody asked besides those who signed: a network, an expert, a public body."""

    name: str


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """What the party `pk` answered, as the CRESS received it."""

    pk: int
    position: str
    words: str


@dataclass(frozen=True, slots=True)
class HolderAnswer:
    """What a holder answers for its organisation."""

    organisation: Organisation
    position: str
    words: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """A holder signs the new text, as `name`, `function`, and says what it shows of it."""

    organisation: Organisation
    name: str
    function: str
    words: str
