"""Where an application stands among the states of its kind, drawn."""

from collections.abc import Sequence

from django.utils import timezone

from labelling.instruction.enums import ApplicationState
from labelling.instruction.models import Application
from workflows.lifecycles import Machine, machine_of
from workflows.pages.cases.history import Move
from workflows.presentation.flow import Diagram, Node
from workflows.presentation.flow.shapes import Status

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
# that one is drawn below where it stands.
DETOURS = {
    S.TO_COMPLETE: S.UNDER_INSTRUCTION,
    S.CLOSED: S.UNDER_INSTRUCTION,
    S.REFUSED: S.IN_DELIBERATION,
    S.APPEALED: S.IN_DELIBERATION,
}


def state_diagram(application: Application, moves: Sequence[Move]) -> Diagram:
    """« Vous êtes ici », from the law itself and the states that it went through."""
    machine = machine_of(type(application))
    path = [value for value in MAIN_PATH if value in {state.value for state in machine.states}]
    visited = {move.state for move in moves}
    state = ApplicationState(application.state)
    reached = _reached(state, visited, path)
    detours = {**_way_out(machine, state, path[reached]), **DETOURS}

    def node(value: ApplicationState, *, behind: bool, under: str = "") -> Node:
        status: Status = "done" if behind and value in visited else "todo"
        label = machine.state(value).label
        return Node(value, label, "here" if value == state else status, under)

    main = [node(value, behind=index <= reached) for index, value in enumerate(path)]
    side = [node(value, behind=True, under=under) for value, under in detours.items()]
    edges = _edges(machine, detours)
    if state == S.REFUSED and _appeal_is_over(application):
        edges = [edge for edge in edges if edge[:2] != (S.REFUSED, S.APPEALED)]
    return Diagram(main=main, side=side, edges=edges)


def _appeal_is_over(application: Application) -> bool:
    last_day = application.appealable_until
    return last_day is not None and last_day < timezone.localdate()


def _reached(state: ApplicationState, visited: set[str], path: Sequence[ApplicationState]) -> int:
    """How far along `path` it stands: an adjourned one is back in instruction."""
    if state in (S.WITHDRAWN, S.CLOSED):
        return max(index for index, value in enumerate(path) if value in visited)
    return path.index(DETOURS.get(state, state))


def _way_out(
    machine: Machine, state: ApplicationState, here: ApplicationState
) -> dict[ApplicationState, ApplicationState]:
    """Where « Abandonné » is drawn: nowhere once it is decided or closed."""
    may_withdraw = state in machine.transitions["withdraw"].sources
    return {S.WITHDRAWN: here} if may_withdraw or state == S.WITHDRAWN else {}


def _edges(
    machine: Machine, detours: dict[ApplicationState, ApplicationState]
) -> list[tuple[str, str, str | None]]:
    """The moves of the law; of the many ways to withdraw, the one from here."""
    labels = {(S.IN_DELIBERATION, S.TO_COMPLETE): "ajourné"}
    moves = [
        (ApplicationState(source), ApplicationState(move.target))
        for move in machine.transitions.values()
        if move.target is not None and move.target != S.WITHDRAWN
        for source in move.sources
    ]
    if S.WITHDRAWN in detours:
        moves.append((detours[S.WITHDRAWN], S.WITHDRAWN))
    return [(source, target, labels.get((source, target))) for source, target in moves]
