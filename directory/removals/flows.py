"""Who must act next on the removal of a logo, and by when."""

from datetime import datetime

from viewflow import this

from directory.delays.in_force import ahead
from directory.removals.enums import RemovalState as S
from directory.removals.models import LogoRemoval
from workflows.flow.deadlines import end_of
from workflows.flow.flows import ByState, CaseFlow, End, Request, StartHandle


def removal_due(removal: LogoRemoval, at: datetime) -> datetime:
    return end_of(removal.due_on)


class RemovalFlow(CaseFlow):
    """Retrait du logo."""

    start = StartHandle().Next(this.by_state)
    by_state = (
        ByState()
        .State(S.ASKED, this.show)
        .State(S.LATE, this.insist)
        .State(S.TO_CONFIRM, this.look)
        .Default(this.end)
    )
    show = (
        Request(
            "prove",
            title="Montrer que le logo est retiré",
            due=removal_due,
            remind_before=ahead("reminder"),
        )
        .OnTimeout(removal_due, "lapse")
        .Next(this.by_state)
    )
    insist = Request(
        "ask_again", "confirm", "prove", title="Logo toujours affiché\u00a0: relancer ou constater"
    ).Next(this.by_state)
    look = Request("confirm", "ask_again", title="Vérifier que le logo est retiré").Next(
        this.by_state
    )
    end = End()
