"""Who could conduct an item then, read from the facts of its session."""

from datetime import datetime
from typing import Any

from committee.bodies.models import Mandate
from committee.rulebook import CommitteeRules
from committee.sessions.models import Session
from directory.people.enums import CressGroup
from directory.people.past import was_staff
from workflows.proof.roles import held_then, remembered


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


@held_then(CommitteeRules.conductor)
def could_conduct(user_id: int, row: Any, at: datetime) -> bool:
    """The chair, a member who sat, or the direction: any of them may have had to stand in."""
    return _sat(user_id, _session_id(row)) or was_staff(user_id, at, CressGroup.MANAGER)
