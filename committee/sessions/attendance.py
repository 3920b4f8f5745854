"""Who is in the room of a session, one row a member: what changed is written, and no more."""

from datetime import datetime

from committee.bodies.models import Mandate
from committee.sessions.models import Attendance, Session
from workflows.actors import Actor
from workflows.engine import amend, create


def attend(session: Session, mandate: Mandate, *, here: bool, actor: Actor, at: datetime) -> None:
    """Record whether `mandate` is at `session`, whose row the caller has locked."""
    known = Attendance.objects.filter(session=session, mandate=mandate).first()
    if known is not None:
        amend(known, action="attend", actor=actor, at=at, present=here)
    elif here:
        row = Attendance(session=session, mandate=mandate, present=True)
        create(row, actor=actor, action="attend", at=at)
