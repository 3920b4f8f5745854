"""The live bell: says that something changed, and the page fetches it under its own permissions."""

import json
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer


class BellConsumer(AsyncWebsocketConsumer):
    """`/ws/cloche/`: tells the signed-in person that something concerns them. Hears nothing."""

    group = ""

    async def connect(self) -> None:
        user = self.scope["user"]
        if not user.is_authenticated:
            await self.close()
            return
        self.group = f"user-{user.pk}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def bell_ping(self, message: dict[str, Any]) -> None:
        """Pass on what changed: `kind` (a model label), `id`, `state`; no content."""
        await self.send(json.dumps({key: message[key] for key in ("kind", "id", "state")}))
