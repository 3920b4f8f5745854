"""Where a dossier stands: the path to the label in six steps, and the diagram of its states."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.utils import timezone

from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.validity import validity_years
from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation
from labelling.instruction.enums import ApplicationState
from labelling.instruction.models.delays import delay
from workflows.lifecycles import machine_of
from workflows.pages.cases.history import Move
from workflows.presentation.flow import Diagram, Node
from workflows.presentation.flow.shapes import Status
from workflows.presentation.french import count, format_date

S = ApplicationState

MAIN_PATH = (
    S.DRAFT,
    S.COMMITTED,
    S.PRESENTED,
    S.SUBMITTED,
    S.UNDER_INSTRUCTION,
    S.ADMISSIBLE,
    S.IN_DELIBERATION,
    S.VALIDATED,
)
# Each detour, and the state of the path below which it is drawn. One may withdraw from anywhere:
# that one is drawn below where the dossier stands.
DETOURS = {
    S.TO_COMPLETE: S.UNDER_INSTRUCTION,
    S.CLOSED: S.UNDER_INSTRUCTION,
    S.REFUSED: S.IN_DELIBERATION,
    S.APPEALED: S.IN_DELIBERATION,
}
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
    days = dossier.instruction_days or delay("admissibility").days
    lasts = count(validity_years(timezone.localdate(), RecognitionKind.LABEL), "an", "ans")
    dates: list[tuple[str, date | None, str]] = [
        (
            "Signature de la charte",
            dossier.signature.signed_at if dossier.signature else None,
            "par une personne qui vous représente",
        ),
        ("Présentation en AG", assembly.held_on if assembly else None, "procès-verbal à l’appui"),
        ("Dépôt du dossier", dossier.submitted_at, "les six principes étayés"),
        ("Instruction", None, f"{count(days, 'jour', 'jours')}, par la CRESS"),
        ("Comité", dossier.decided_on, _session(committee_day)),
        ("Label OSE", recognition.valid_from if recognition else None, f"pour {lasts}"),
    ]
    done = _steps_done(dossier)
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


def state_diagram(dossier: Dossier, moves: Sequence[Move]) -> Diagram:
    """« Vous êtes ici », from the law itself and the states that the dossier went through."""
    machine = machine_of(Dossier)
    visited = {move.state for move in moves}
    state = ApplicationState(dossier.state)
    reached = _reached(state, visited)
    detours = {**_way_out(state, reached), **DETOURS}

    def node(value: ApplicationState, *, behind: bool, under: str = "") -> Node:
        status: Status = "done" if behind and value in visited else "todo"
        label = machine.state(value).label
        return Node(value, label, "here" if value == state else status, under)

    main = [node(value, behind=index <= reached) for index, value in enumerate(MAIN_PATH)]
    side = [node(value, behind=True, under=under) for value, under in detours.items()]
    edges = _edges(detours)
    if state == S.REFUSED and _appeal_is_over(dossier):
        edges = [edge for edge in edges if edge[:2] != (S.REFUSED, S.APPEALED)]
    return Diagram(main=main, side=side, edges=edges)


def _appeal_is_over(dossier: Dossier) -> bool:
    last_day = dossier.appealable_until
    return last_day is not None and last_day < timezone.localdate()


def _reached(state: ApplicationState, visited: set[str]) -> int:
    """How far along the path the dossier stands: an adjourned one is back in instruction."""
    if state in (S.WITHDRAWN, S.CLOSED):
        return max(index for index, value in enumerate(MAIN_PATH) if value in visited)
    return MAIN_PATH.index(DETOURS.get(state, state))


def _way_out(state: ApplicationState, reached: int) -> dict[ApplicationState, ApplicationState]:
    """Where « Abandonné » is drawn: nowhere once the dossier is decided or closed."""
    may_withdraw = state in machine_of(Dossier).transitions["withdraw"].sources
    return {S.WITHDRAWN: MAIN_PATH[reached]} if may_withdraw or state == S.WITHDRAWN else {}


def _edges(detours: dict[ApplicationState, ApplicationState]) -> list[tuple[str, str, str | None]]:
    """The moves of the law; of the many ways to withdraw, the one from here."""
    labels = {(S.IN_DELIBERATION, S.TO_COMPLETE): "ajourné"}
    moves = [
        (ApplicationState(source), ApplicationState(move.target))
        for move in machine_of(Dossier).transitions.values()
        if move.target is not None and move.target != S.WITHDRAWN
        for source in move.sources
    ]
    if S.WITHDRAWN in detours:
        moves.append((detours[S.WITHDRAWN], S.WITHDRAWN))
    return [(source, target, labels.get((source, target))) for source, target in moves]
