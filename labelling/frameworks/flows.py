"""Who must act next on a framework: it is put before the committee, and again at its date."""

from datetime import datetime
from typing import Any

from viewflow import this

from labelling.frameworks.enums import FrameworkState as S
from labelling.frameworks.models import Framework
from workflows.flow.deadlines import end_of
from workflows.flow.flows import ByState, CaseFlow, End, Request, StartHandle

DECISIONS = ("enter_deliberation", "recognise", "withdraw")


def review_due(framework: Framework, at: datetime) -> datetime | None:
    """The last day of what was recognised."""
    return end_of(framework.review_on) if framework.review_on else None


def _is_to_be_reviewed(activation: Any) -> bool:
    framework: Framework = activation.process.case
    return framework.state == S.RECOGNISED and framework.review_asked_on is not None


class FrameworkFlow(CaseFlow):
    """Reconnaissance d’un référentiel."""

    start = StartHandle().Next(this.by_state)
    by_state = (
        ByState()
        .State(S.CANDIDATE, this.deliberate)
        .Case(this.review, _is_to_be_reviewed)
        .Default(this.end)
    )
    deliberate = Request(*DECISIONS, title="Inscrire le référentiel à l’ordre du jour").Next(
        this.by_state
    )
    review = Request(
        *DECISIONS,
        title="Inscrire le réexamen du référentiel à l’ordre du jour",
        due=review_due,
        remind_overdue=True,
    ).Next(this.by_state)
    end = End()
