"""Which decision, or which opened item, moved which case: read from their own facts."""

from collections.abc import Iterator
from typing import Any

from committee.sessions.models import AgendaItem
from committee.voting.models import Decision
from workflows.actors import ActorKind
from workflows.proof.roles import proven_actor


def _case_id(row: Any) -> int | None:
    """The case that a row is about: its own, when it is a row of one."""
    found: int | None = getattr(row, "case_ptr_id", None) or getattr(row, "case_id", None)
    return found


def _follows(decision: Decision, row: Any) -> bool:
    """Whether that row was written with those of the case that the decision moved, and because.

    A recognition is granted by one case, and suspended or withdrawn by another.
    """
    case = decision.item.case.child_model
    moved = case.history.filter(case_ptr_id=decision.case_id, actor=row.actor)
    return bool(moved.filter(history_date=row.history_date, reason=row.reason).exists())


def _is_of_a_case(row: Any) -> bool:
    return hasattr(row, "case_ptr_id")


def _says(decision: Decision, law: Any) -> bool:
    """Whether its outcome is that transition, of a kind of case that still declares it."""
    try:
        transition: str = decision.decided_proposal.transition
    except KeyError:
        return False
    return transition == law.name


@proven_actor(ActorKind.DECISION)
def problems_of_decision(key: str, law: Any, row: Any) -> Iterator[str]:
    """The decision that acted exists, is about this case, and its outcome is this transition."""
    decision = (
        Decision.objects.filter(pk=int(key)).select_related("item__case").first()
        if key.isdecimal()
        else None
    )
    if decision is None:
        yield f"la décision {key} n’existe pas"
        return
    if decision.case_id != _case_id(row):
        if _is_of_a_case(row) or not _follows(decision, row):
            yield f"la décision {key} porte sur une autre affaire"
    elif law and not _says(decision, law):
        yield f"la décision {key} ne dit pas « {law.law.label} »"
    if decision.decided_at != row.history_date:
        yield f"la décision {key} est d’un autre moment"


@proven_actor(ActorKind.DELIBERATION)
def problems_of_deliberation(key: str, law: Any, row: Any) -> Iterator[str]:
    """The item that was opened exists, is about this case, and was opened."""
    item = AgendaItem.objects.filter(pk=int(key)).first() if key.isdecimal() else None
    if item is None or item.case_id != _case_id(row):
        yield f"le point {key} n’existe pas, ou porte sur une autre affaire"
    elif item.opened_at != row.history_date:
        yield f"le point {key} s’est ouvert à un autre moment"
