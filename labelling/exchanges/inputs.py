"""What the actions of a progress exchange take, cleaned by a form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """What was done of the plan, the figures, what is difficult (empty: nothing to say)."""

    done: str
    figures: str
    difficulties: str


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """What the CRESS says, having read it."""

    words: str
