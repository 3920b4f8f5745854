"""The clock of the instruction: « Jour 10 sur 15, sans les 4 jours de pause »."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from directory.delays.enums import Unit
from labelling.instruction.enums import ApplicationState
from labelling.instruction.models import Application
from workflows.presentation.french import format_date, format_days_left


@dataclass(frozen=True, slots=True)
class Clock:
    """How far the instruction is. `tone` is stop when late, wait while paused, else empty."""

    words: str
    tone: str


def clock_of(application: Application, today: date) -> Clock | None:
    """The clock as of `today`, None where no delay runs.

    The delay is the one promised at the filing; days spent waiting for the structure do not count.
    """
    if application.state == ApplicationState.TO_COMPLETE and application.complements_due_on:
        due = application.complements_due_on
        left = format_days_left(due, today=today)
        return Clock(
            f"En pause\u00a0: réponse attendue au plus tard le {format_date(due)}, {left}",
            "stop" if due < today else "wait",
        )
    running = (ApplicationState.SUBMITTED, ApplicationState.UNDER_INSTRUCTION)
    due_on, filed_at = application.instruction_due_on, application.submitted_at
    allowed = application.promised
    if application.state not in running or not (due_on and filed_at and allowed):
        return None
    if due_on < today:
        return Clock(format_days_left(due_on, today=today), "stop")
    remaining = allowed.between(today, due_on)
    elapsed = allowed.between(timezone.localdate(filed_at), today)
    paused = elapsed + remaining - allowed.number
    day = "Jour ouvré" if allowed.unit is Unit.WORKING_DAY else "Jour"
    words = f"{day}\u00a0{allowed.number - remaining} sur\u00a0{allowed.number}"
    if paused > 0:
        article = "le" if paused == 1 else "les"
        words += f", sans {article} {replace(allowed, number=paused)} de pause"
    return Clock(words, "")
