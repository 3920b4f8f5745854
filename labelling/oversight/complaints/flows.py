"""Who must act next on a complaint, and by when."""

from datetime import datetime

from viewflow import this

from directory.delays.in_force import ahead
from labelling.oversight.complaints.enums import ComplaintState as S
from labelling.oversight.complaints.models import Complaint
from workflows.flow.deadlines import end_of
from workflows.flow.flows import ByState, CaseFlow, End, Request, StartHandle

BEFORE = ahead("reminder")


def due(complaint: Complaint, at: datetime) -> datetime | None:
    return end_of(complaint.due_on) if complaint.due_on else None


class ComplaintFlow(CaseFlow):
    """Réclamation."""

    start = StartHandle().Next(this.by_state)
    by_state = (
        ByState()
        .State(S.RECEIVED, this.sort)
        .State(S.ADMISSIBLE, this.examine)
        .State(S.UNDER_REVIEW, this.answer)
        .Default(this.end)
    )
    sort = Request(
        "admit",
        "reject",
        title="Dire si la réclamation est recevable",
        due=due,
        remind_before=BEFORE,
        remind_overdue=True,
    ).Next(this.by_state)
    examine = Request(
        "answer",
        "open_review",
        title="Examiner la réclamation et y répondre",
        due=due,
        remind_before=BEFORE,
        remind_overdue=True,
    ).Next(this.by_state)
    answer = Request(
        "answer",
        title="Répondre à la réclamation",
        due=due,
        remind_before=BEFORE,
        remind_overdue=True,
    ).Next(this.by_state)
    end = End()
