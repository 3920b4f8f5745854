"""Who must act next on the revision of a charter."""

from datetime import datetime

from viewflow import this

from labelling.revisions.enums import RevisionState as S
from labelling.revisions.models import CharterRevision
from workflows.flow.deadlines import end_of
from workflows.flow.flows import ByState, CaseFlow, End, Request, StartHandle


def answers_due(revision: CharterRevision, at: datetime) -> datetime | None:
    return end_of(revision.consultation_until) if revision.consultation_until else None


class RevisionFlow(CaseFlow):
    """Révision d’une charte."""

    start = StartHandle().Next(this.by_state)
    by_state = (
        ByState()
        .State(S.DRAFT, this.consult)
        .State(S.CONSULTATION, this.settle)
        .State(S.SETTLED, this.propose)
        .State(S.PROPOSED, this.deliberate)
        .Default(this.end)
    )
    consult = Request("open_consultation", title="Ouvrir la consultation sur la charte").Next(
        this.by_state
    )
    settle = Request(
        "close_consultation",
        title="Clore la consultation sur la charte",
        due=answers_due,
        remind_overdue=True,
    ).Next(this.by_state)
    propose = Request(
        "propose", "open_consultation", title="Soumettre la révision de la charte au comité"
    ).Next(this.by_state)
    deliberate = Request(
        "enter_deliberation",
        "adopt",
        "reject",
        title="Inscrire la révision de la charte à l’ordre du jour",
    ).Next(this.by_state)
    end = End()
