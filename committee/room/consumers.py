"""The socket of a session's room: each screen is sent the room as its person now sees it.

A change wakes every screen: were each to fetch the room, one process would answer as many requests
(docs/decisions/0034).
"""

from collections.abc import Sequence
from typing import Any

from committee.room.contents import see_rooms
from committee.room.drawing import draw_fragment
from committee.rulebook import CommitteeRules
from committee.sessions.access import ROOM_RELATED
from committee.sessions.live import group_name, revision_of
from committee.sessions.models import Session
from workflows.live.consumers import ObjectPingConsumer, PingConsumer, Told
from workflows.live.tokens import csrf_token_of


class RoomConsumer(ObjectPingConsumer):
    """`/ws/seances/7/`: what changes in a session, for those who may read it.

    `html` is what the page of the room would fetch, for whoever holds the socket. `revision` is
    that of the last one sent: of several changes at once, each screen is sent what they led to.
    """

    model = Session
    policy = CommitteeRules.read_session
    revision = ""

    def name_of(self, pk: int) -> str:
        return group_name(pk)

    def told(self, listening: Sequence[tuple[PingConsumer, Any]]) -> list[Told | None]:
        pk = self.scope["url_route"]["kwargs"]["pk"]
        revision = revision_of(pk)  # before all the rest, which is then as new at least
        late = [one for one in listening if not revision or one[0].revision != revision]
        session = Session.objects.select_related(*ROOM_RELATED).get(pk=pk)
        rooms = see_rooms(session, [user for _, user in late])
        html: dict[PingConsumer, Told] = {}
        for (socket, _), room in zip(late, rooms, strict=True):
            token = csrf_token_of(socket.scope)
            html[socket] = {"html": draw_fragment(room, csrf_token=token)} if token else {}
            socket.revision = revision if token else ""
        return [html.get(socket) for socket, _ in listening]
