"""The states of an application in groups, and how each shows. Words only: the law is elsewhere."""

from collections.abc import Collection
from dataclasses import replace

from labelling.instruction.enums import ApplicationState
from workflows.lifecycles import State

S = ApplicationState
PREPARED = (S.DRAFT, S.COMMITTED, S.PRESENTED)
EDITABLE = (*PREPARED, S.TO_COMPLETE)
BEFORE_DECISION = (
    *PREPARED,
    S.SUBMITTED,
    S.UNDER_INSTRUCTION,
    S.TO_COMPLETE,
    S.ADMISSIBLE,
    S.IN_DELIBERATION,
    S.APPEALED,
)
FINAL = (S.VALIDATED, S.WITHDRAWN, S.CLOSED)
# Ended without a label: its contents may be taken over in another.
OVER_WITHOUT_LABEL = (S.REFUSED, S.WITHDRAWN, S.CLOSED)
OPEN = tuple(state for state in S if state not in (*FINAL, S.REFUSED))
# Somebody of the CRESS is in charge, and the file is not closed.
INSTRUCTED = (S.UNDER_INSTRUCTION, S.TO_COMPLETE, S.ADMISSIBLE, S.IN_DELIBERATION, S.APPEALED)
DECIDED = (S.VALIDATED, S.REFUSED, S.APPEALED)
# Where someone must act by a date: the complements' while they are awaited.
WITH_DEADLINE = (S.SUBMITTED, S.UNDER_INSTRUCTION, S.TO_COMPLETE)

_SHOWN = (
    State(S.DRAFT, S.DRAFT.label, "mute", "pencil", awaits="la structure"),
    State(S.COMMITTED, S.COMMITTED.label, "info", "flag", awaits="la structure"),
    State(S.PRESENTED, S.PRESENTED.label, "info", "users", awaits="la structure"),
    State(S.SUBMITTED, S.SUBMITTED.label, "info", "inbox", awaits="la CRESS"),
    State(S.UNDER_INSTRUCTION, S.UNDER_INSTRUCTION.label, "info", "search", awaits="la CRESS"),
    State(S.TO_COMPLETE, S.TO_COMPLETE.label, "wait", "alert", awaits="la structure"),
    State(S.ADMISSIBLE, S.ADMISSIBLE.label, "info", "check", awaits="le comité"),
    State(S.IN_DELIBERATION, S.IN_DELIBERATION.label, "vote", "ballot", awaits="le comité"),
    State(S.VALIDATED, S.VALIDATED.label, "ok", "check-circle", final=True),
    State(S.REFUSED, S.REFUSED.label, "stop", "x-circle", awaits="la structure, un recours"),
    State(S.APPEALED, S.APPEALED.label, "vote", "scale", awaits="le comité"),
    State(S.WITHDRAWN, S.WITHDRAWN.label, "mute", "archive", final=True),
    State(S.CLOSED, S.CLOSED.label, "mute", "archive", final=True),
)


def shown_as(
    *, without: Collection[str] = (), applicant: str = "la structure", **labels: str
) -> tuple[State, ...]:
    """How the states of a kind show: those it lacks left out, some with a label of its own."""
    return tuple(
        replace(
            state,
            label=labels.get(state.value, state.label),
            awaits=state.awaits.replace("la structure", applicant),
        )
        for state in _SHOWN
        if state.value not in without
    )
