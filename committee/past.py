"""Who acted in a session then, and which decision moved which case: read from their own facts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from committee.models import AgendaItem, Decision, Mandate, Session
from committee.policies import bureau, chair, item_conductor
from directory.enums import CressGroup
from directory.past import was_staff
from workflows.actors import ActorKind
from workflows.proof.roles import held_then, proven_actor, remembered


@remembered
def _session(session_id: int) -> Session | None:
    return Session.objects.select_related("chair").filter(pk=session_id).first()


@remembered
def _sat(user_id: int, session_id: int) -> bool:
    session = _session(session_id)
    if session is None:
        return False
    return Mandate.objects.sitting(session).filter(user_id=user_id).exists()


def _session_id(row: Any) -> int:
    """Of a row of a session, or of an item of its agenda."""
    found: int = row.id if issubclass(row.instance_type, Session) else row.session_id
    return found


@held_then(chair)
def presided(user_id: int, row: Any, at: datetime) -> bool:
    chair_id = row.chair_id
    return Mandate.objects.filter(pk=chair_id, user_id=user_id).exists()


@held_then(bureau)
def was_of_the_bureau(user_id: int, row: Any, at: datetime) -> bool:
    return presided(user_id, row, at) or was_staff(user_id, at, CressGroup.MANAGER)


@held_then(item_conductor)
def could_conduct(user_id: int, row: Any, at: datetime) -> bool:
    """The chair, a member who sat, or the direction: any of them may have had to stand in."""
    return _sat(user_id, _session_id(row)) or was_staff(user_id, at, CressGroup.MANAGER)


def _case_id(row: Any) -> int | None:
    """The case that a row is about: its own, when it is a row of one."""
    found: int | None = getattr(row, "case_ptr_id", None) or getattr(row, "case_id", None)
    return found


@proven_actor(ActorKind.DECISION)
def problems_of_decision(key: str, law: Any, row: Any) -> Iterator[str]:
    """The decision that acted exists, is about this case, and its outcome is this transition."""
    decision = Decision.objects.filter(pk=int(key)).first() if key.isdecimal() else None
    if decision is None:
        yield f"la décision {key} n’existe pas"
        return
    if decision.case_id != _case_id(row):
        yield f"la décision {key} porte sur une autre affaire"
    if law and row.instance_type.committee_outcomes[decision.outcome] != law.name:
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
