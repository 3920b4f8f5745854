"""Where a dossier stands: the path to the label in six steps, and the diagram of its states."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.utils import timezone

from directory.delays.in_force import delay
from directory.recognitions.enums import RecognitionKind, RecognitionState
from directory.recognitions.models import Recognition
from directory.recognitions.validity import validity_years
from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation
from labelling.instruction.enums import ApplicationState
from workflows.presentation.french import count, format_date

S = ApplicationState

# How many of the six steps are behind, by state; a dossier given up or closed goes by its last one.
STEPS_DONE = {
    S.DRAFT: 0,
    S.COMMITTED: 1,
    S.PRESENTED: 2,
    S.SUBMITTED: 3,
    S.UNDER_INSTRUCTION: 3,
    S.TO_COMPLETE: 3,
    S.ADMISSIBLE: 4,
    S.IN_DELIBERATION: 4,
    S.REFUSED: 4,
    S.APPEALED: 4,
    S.VALIDATED: 6,
}
# Where the path ends before the label; only an appeal takes it up again.
STOPPED = (S.REFUSED, S.WITHDRAWN, S.CLOSED)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the six steps; `note` says when it was done, what to expect, or how it stopped."""

    label: str
    note: str
    status: Literal["done", "here", "todo", "stop"]


def path_steps(
    dossier: Dossier,
    *,
    assembly: AssemblyPresentation | None,
    recognition: Recognition | None,
    committee_day: date | None,
) -> list[Step]:
    """« Votre parcours vers le label ». `dossier.signature` should be loaded.

    A dossier that goes no further shows where it stopped, and promises nothing after: one query,
    and none for any other.
    """
    instruction = dossier.promised or delay("admissibility")
    lasts = count(validity_years(timezone.localdate(), RecognitionKind.LABEL), "an", "ans")
    dates: list[tuple[str, date | None, str]] = [
        (
            "Signature de la charte",
            dossier.signature.signed_at if dossier.signature else None,
            "par une personne qui vous représente",
        ),
        ("Présentation en AG", assembly.held_on if assembly else None, "procès-verbal à l’appui"),
        ("Dépôt du dossier", dossier.submitted_at, "les six principes étayés"),
        ("Instruction", None, f"{instruction}, par la CRESS"),
        ("Comité", dossier.decided_on, _session(committee_day)),
        ("Label OSE", recognition.valid_from if recognition else None, f"pour {lasts}"),
    ]
    done = _steps_done(dossier)
    if recognition is not None and recognition.state == RecognitionState.SCHEDULED:
        done -= 1  # decided, it begins on a day to come
        dates[done] = ("Label OSE", None, f"à partir du {format_date(recognition.valid_from)}")
    behind = [
        Step(label, format_date(day) if day else "", "done") for label, day, _ in dates[:done]
    ]
    if dossier.state in STOPPED:
        stop = Step(dates[done][0], _stopped(dossier), "stop")
        return [*behind, stop, *(Step(label, "", "todo") for label, _, _ in dates[done + 1 :])]
    ahead = [Step(label, expected, "todo") for label, _, expected in dates[done:]]
    if ahead:
        ahead[0] = replace(ahead[0], status="here")
    return behind + ahead


def _steps_done(dossier: Dossier) -> int:
    """How many of the six steps are behind; those of an ended dossier, from where it was left."""
    state = ApplicationState(dossier.state)
    if state not in STEPS_DONE:
        state = ApplicationState(dossier.history.filter(state=state).earliest("history_id").source)
    return STEPS_DONE[state]


def _session(day: date | None) -> str:
    return f"séance du {format_date(day)}" if day else "une à deux séances par an"


def _stopped(dossier: Dossier) -> str:
    """« Dossier refusé le 21 août 2025 »."""
    on = dossier.closed_at or dossier.decided_on
    how = f"Dossier {dossier.state_info.label.lower()}"
    return f"{how} le {format_date(on)}" if on else how
