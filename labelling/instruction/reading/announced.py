"""What the CRESS has told an organisation of each criterion: never a finding still being written.

A finding is a draft until the application leaves the instructor's hands: when complements are asked
for, or when it is declared admissible, all that was found so far goes with it. What is written
afterwards waits for the next time, even if the application is withdrawn meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, QuerySet

from labelling.instruction.enums import Finding
from labelling.instruction.models import Application, Assessment
from labelling.instruction.states import PREPARED
from workflows.compiled_sql import Given, Question
from workflows.history import history_model
from workflows.pages.cases.history import Move, moves_of

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


def announced_to(application: Application, moves: Sequence[Move] | None = None) -> Announced:
    """As the last telling move left it. One query, none for what is not filed yet.

    One more unless the page has read the `moves` of the application.
    """
    if application.state in PREPARED:
        return Announced()
    path = moves_of(application) if moves is None else moves
    at = next((move.when for move in path if move.action in TELLING), None)
    if at is None:
        return Announced()
    told = _written.rows(case=application.pk, at=at)
    return Announced(at, {key: ToldFinding(Finding(found), why) for key, found, why in told})


@Question
def _written() -> "QuerySet[Any, Any]":
    written = history_model(Assessment).objects.filter(
        case_id=Given("case"), history_date__lte=Given("at", DateTimeField())
    )
    rows = written.order_by("history_date", "history_id")
    return rows.values_list("criterion", "finding", "reasons")
