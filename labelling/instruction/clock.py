"""The clock of the instruction: « Jour 10 sur 15, sans les 4 jours de pause »."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from labelling.dossiers.delays import delay
from labelling.dossiers.enums import DossierState
from labelling.dossiers.models import Dossier
from workflows.presentation.french import count, format_date, format_days_left


@dataclass(frozen=True, slots=True)
class Clock:
    """How far the instruction is. `tone` is stop when late, wait while paused, else empty."""

    words: str
    tone: str


def clock_of(dossier: Dossier, today: date) -> Clock | None:
    """The clock as of `today`, None where no delay runs.

    The delay is the one of the settings; days spent waiting for the structure do not count.
    """
    if dossier.state == DossierState.TO_COMPLETE and dossier.complements_due_on:
        due = dossier.complements_due_on
        left = format_days_left(due, today=today)
        return Clock(
            f"En pause\u00a0: réponse attendue au plus tard le {format_date(due)}, {left}",
            "stop" if due < today else "wait",
        )
    running = (DossierState.SUBMITTED, DossierState.UNDER_INSTRUCTION)
    if dossier.state not in running or not (dossier.instruction_due_on and dossier.submitted_at):
        return None
    allowed = delay("admissibility").days
    left_days = (dossier.instruction_due_on - today).days
    if left_days < 0:
        return Clock(format_days_left(dossier.instruction_due_on, today=today), "stop")
    elapsed = (today - timezone.localdate(dossier.submitted_at)).days
    paused = elapsed + left_days - allowed
    words = f"Jour\u00a0{allowed - left_days} sur\u00a0{allowed}"
    if paused > 0:
        article = "le" if paused == 1 else "les"
        words += f", sans {article} {count(paused, 'jour', 'jours')} de pause"
    return Clock(words, "")
