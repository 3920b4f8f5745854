"""Who must act next on a progress exchange, and by when."""

from datetime import datetime

from viewflow import this

from directory.delays.in_force import ahead
from labelling.exchanges.enums import ExchangeState as S
from labelling.exchanges.models import ProgressExchange
from workflows.flow.deadlines import end_of
from workflows.flow.flows import ByState, CaseFlow, End, Request, StartHandle


def exchange_due(exchange: ProgressExchange, at: datetime) -> datetime:
    return end_of(exchange.due_on)


class ExchangeFlow(CaseFlow):
    """Échange de progrès."""

    start = StartHandle().Next(this.by_state)
    by_state = (
        ByState()
        .State(S.ASKED, this.send)
        .State(S.LATE, this.send_late)
        .State(S.SENT, this.read)
        .Default(this.end)
    )
    send = (
        Request(
            "send_report",
            title="Faire le point à mi-parcours",
            due=exchange_due,
            remind_before=ahead("progress_exchange_reminder"),
        )
        .OnTimeout(exchange_due, "lapse")
        .Next(this.by_state)
    )
    send_late = Request("send_report", title="Faire le point à mi-parcours, en retard").Next(
        this.by_state
    )
    read = Request("answer_report", title="Lire un échange de progrès").Next(this.by_state)
    end = End()
