"""The socket of a session's room."""

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from committee.live import group_name
from committee.models import Session
from workflows.actors import Actor
from workflows.policies import get_policy

REFUSED = 4403


def may_listen(user: Any, session_id: int) -> bool:
    """Whether `user` may read the session: the same rule as its page."""
    if not user.is_authenticated:
        return False
    session = Session.objects.filter(pk=session_id).first()
    if session is None:
        return False
    policy = get_policy("committee.read_session")
    return policy.verdict(Actor.of(user), session).permitted


class RoomConsumer(AsyncJsonWebsocketConsumer):
    """Forwards the pings of one session, `{"kind", "id", "state"}`; listens to nothing."""

    session_id: int

    async def connect(self) -> None:
        self.session_id = self.scope["url_route"]["kwargs"]["pk"]
        if not await database_sync_to_async(may_listen)(self.scope["user"], self.session_id):
            await self.close(code=REFUSED)
            return
        await self.channel_layer.group_add(group_name(self.session_id), self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(group_name(self.session_id), self.channel_name)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """Nothing is done through the socket: votes are forms, with their CSRF token."""

    async def room_changed(self, event: dict[str, Any]) -> None:
        await self.send_json(event["message"])
