"""The socket of a session's room."""

from typing import Any

from committee.rulebook import CommitteeRules
from committee.sessions.live import group_name
from committee.sessions.models import Session
from workflows.actors import Actor
from workflows.live.consumers import PingConsumer


class RoomConsumer(PingConsumer):
    """`/ws/seances/7/`: what changes in a session, for those who may read it."""

    def group_for(self, user: Any) -> str:
        session = Session.objects.filter(pk=self.scope["url_route"]["kwargs"]["pk"]).first()
        if session is None:
            return ""
        policy = CommitteeRules.read_session
        return group_name(session.pk) if policy.verdict(Actor.of(user), session).permitted else ""
