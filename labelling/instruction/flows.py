"""Who must act next on an application, and by when, from its filing to the decision."""

from datetime import date, datetime, timedelta
from typing import cast

from viewflow import this

from directory.delays.in_force import ahead, delay
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.models import Application
from workflows.flow.deadlines import end_of
from workflows.flow.flows import ByState, End, Request, StartHandle


def instruction_due(application: Application, at: datetime) -> datetime | None:
    """The one date of the instruction: whoever takes charge and whoever decides share it."""
    due_on = application.instruction_due_on
    return end_of(due_on) if due_on else None


def complements_due(application: Application, at: datetime) -> datetime:
    """The deadline given; a constraint keeps every application to complete dated."""
    return end_of(cast(date, application.complements_due_on))


def complements_lapse(application: Application, at: datetime) -> datetime:
    """The soonest that silence may close: a reminder the day after, then the grace in full."""
    return complements_due(application, at) + timedelta(days=1) + delay("complements_grace").time


def from_filing_on(prepared: ByState) -> ByState:
    """`prepared`, which says who is asked before the filing, and who is asked after."""
    return (
        prepared.State(S.SUBMITTED, this.take_charge)
        .State(S.UNDER_INSTRUCTION, this.instruct)
        .State(S.TO_COMPLETE, this.complete)
        .State(S.ADMISSIBLE, this.deliberate)
        .State(S.APPEALED, this.deliberate)
        .State(S.IN_DELIBERATION, this.decide)
        .Default(this.end)
    )


class InstructionRequests:
    """What is asked from the filing on: a flow of applications adds what comes before, `by_state`.

    No flow by itself: viewflow ties the nodes of one to it for good.
    """

    start = StartHandle().Next(this.by_state)
    take_charge = Request(
        "take_charge", title="Prendre en charge", due=instruction_due, remind_overdue=True
    ).Next(this.by_state)
    instruct = Request(
        "declare_admissible",
        "request_complements",
        title="Instruire le dossier",
        due=instruction_due,
        remind_overdue=True,
    ).Next(this.by_state)
    complete = (
        # Once late, a reminder of its own that the dossier's history keeps (`remind_late`).
        Request(
            "resubmit",
            title="Répondre aux compléments demandés",
            due=complements_due,
            remind_before=ahead("reminder"),
        )
        .OnTimeout(complements_lapse, "close_inactive")
        .Next(this.by_state)
    )
    deliberate = Request("enter_deliberation", title="Inscrire à l’ordre du jour du comité").Next(
        this.by_state
    )
    decide = Request("validate", "adjourn", "refuse", title="Décision du comité").Next(
        this.by_state
    )
    end = End()
