"""The socket of a session's room."""

from committee.rulebook import CommitteeRules
from committee.sessions.live import group_name
from committee.sessions.models import Session
from workflows.live.consumers import ObjectPingConsumer


class RoomConsumer(ObjectPingConsumer):
    """`/ws/seances/7/`: what changes in a session, for those who may read it."""

    model = Session
    policy = CommitteeRules.read_session

    def name_of(self, pk: int) -> str:
        return group_name(pk)
