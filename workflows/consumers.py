"""What every socket of ours does: pass on the pings of one group, and listen to nothing."""

import json
from abc import ABC, abstractmethod
from importlib import import_module
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

REFUSED = 4403
CROWDED = 4429  # static/ose/bell.js and static/ose/committee.js know it
Session: Any = import_module(settings.SESSION_ENGINE).SessionStore
# The channels of the sockets that each person has open in this process, the oldest first.
OPEN: dict[int, list[str]] = {}


class PingConsumer(AsyncWebsocketConsumer, ABC):
    """Sends `{"kind", "id", "state"}` of what changed; the page fetches it under its own rights.

    A person has OSE_SOCKETS_PER_PERSON at the most in a process: beyond, the oldest ends, for the
    page just opened is the one that is looked at.
    """

    group = ""

    @abstractmethod
    def group_for(self, user: Any) -> str:
        """The group that `user` may hear, asked in a thread; empty to refuse them.

        Asked on opening and before every ping: rights and sessions end while a page stays open.
        """

    def still_hears(self) -> bool:
        """Whether the session that opened the socket still stands, read again as for a page."""
        request = HttpRequest()
        request.session = Session(self.scope["session"].session_key)
        user = get_user(request)
        return user == self.scope["user"] and self.group_for(user) == self.group

    async def connect(self) -> None:
        user = self.scope["user"]
        if user.is_authenticated:
            self.group = await database_sync_to_async(self.group_for)(user)
        if not self.group:
            await self.close(code=REFUSED)
            return
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        mine = OPEN.setdefault(user.pk, [])
        mine.append(self.channel_name)
        if len(mine) > settings.OSE_SOCKETS_PER_PERSON:
            await self.channel_layer.send(mine.pop(0), {"type": "live.crowded"})

    async def disconnect(self, code: int) -> None:
        if not self.group:
            return
        await self.channel_layer.group_discard(self.group, self.channel_name)
        mine = OPEN.get(self.scope["user"].pk, [])
        if self.channel_name in mine:
            mine.remove(self.channel_name)
        if not mine:
            OPEN.pop(self.scope["user"].pk, None)

    async def receive(self, text_data: Any = None, bytes_data: Any = None) -> None:
        """Nothing is done through a socket: what people do are forms, with their CSRF token."""

    async def live_crowded(self, event: dict[str, Any]) -> None:
        """This person opened too many other pages since."""
        await self.close(code=CROWDED)

    async def live_ping(self, event: dict[str, Any]) -> None:
        if not await database_sync_to_async(self.still_hears)():
            await self.close(code=REFUSED)
            return
        await self.send(json.dumps({key: event[key] for key in ("kind", "id", "state")}))
