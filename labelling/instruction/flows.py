"""Who must act next on a dossier, and by when."""

from datetime import date, datetime, time, timedelta
from typing import cast

from django.utils import timezone
from viewflow import this

from labelling.dossiers.delays import delay
from labelling.dossiers.enums import DossierState
from labelling.dossiers.models import Dossier
from workflows.flow.flows import ByState, CaseFlow, End, Request, StartHandle


def end_of(day: date) -> datetime:
    """The last second of `day`, in France."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def instruction_due(dossier: Dossier, at: datetime) -> datetime | None:
    """The one date of the instruction: whoever takes charge and whoever decides share it."""
    return end_of(dossier.instruction_due_on) if dossier.instruction_due_on else None


def complements_due(dossier: Dossier, at: datetime) -> datetime:
    """The deadline given; a constraint keeps every dossier to complete dated."""
    return end_of(cast(date, dossier.complements_due_on))


def complements_lapse(dossier: Dossier, at: datetime) -> datetime:
    """The soonest that silence may close: a reminder the day after, then the grace in full."""
    return complements_due(dossier, at) + timedelta(days=1) + delay("complements_grace")


class InstructionFlow(CaseFlow):
    """Instruction d’un dossier OSE."""

    start = StartHandle().Next(this.by_state)

    by_state = (
        ByState()
        .State(DossierState.DRAFT, this.sign)
        .State(DossierState.COMMITTED, this.present)
        .State(DossierState.PRESENTED, this.submit)
        .State(DossierState.SUBMITTED, this.take_charge)
        .State(DossierState.UNDER_INSTRUCTION, this.instruct)
        .State(DossierState.TO_COMPLETE, this.complete)
        .State(DossierState.ADMISSIBLE, this.deliberate)
        .State(DossierState.APPEALED, this.deliberate)
        .State(DossierState.IN_DELIBERATION, this.decide)
        .Default(this.end)
    )

    sign = Request("sign_charter", title="Signer la charte OSE").Next(this.by_state)
    present = Request(
        "record_presentation", title="Enregistrer la présentation en assemblée générale"
    ).Next(this.by_state)
    submit = Request("submit", title="Déposer le dossier").Next(this.by_state)
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
            remind_before=timedelta(days=7),
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
