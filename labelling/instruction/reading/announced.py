"""What the CRESS has told an organisation of each criterion: never a finding still being written.

A finding is a draft until the application leaves the instructor's hands: when complements are asked
for, or when it is declared admissible, all that was found so far goes with it. What is written
afterwards waits for the next time, even if the application is withdrawn meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from labelling.instruction.enums import Finding
from labelling.instruction.models import Application, Assessment
from labelling.instruction.states import PREPARED

# The moves that carry the findings to the organisation.
TELLING = ("request_complements", "declare_admissible")


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """What was found of one criterion, with its reasons, as they stood when they were told."""

    finding: Finding
    reasons: str


@dataclass(frozen=True, slots=True)
class Announced:
    """What was told, by criterion, and when; nothing (`at` is None) as long as nothing was."""

    at: datetime | None = None
    findings: Mapping[str, ToldFinding] = field(default_factory=dict)


def announced_to(application: Application) -> Announced:
    """As the last telling move left it. Two queries; none for what is not filed yet."""
    if application.state in PREPARED:
        return Announced()
    moves = application.history.filter(transition__in=TELLING).order_by("-history_date")
    at = moves.values_list("history_date", flat=True).first()
    if at is None:
        return Announced()
    written = Assessment.history.filter(case_id=application.pk, history_date__lte=at)
    rows = written.order_by("history_date", "history_id")
    told = rows.values_list("criterion", "finding", "reasons")
    return Announced(at, {key: ToldFinding(Finding(found), why) for key, found, why in told})
