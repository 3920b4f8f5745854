"""What every socket of ours does: pass on the pings of one group, and listen to nothing."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from importlib import import_module
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from workflows.live.pings import WITHIN

REFUSED = 4403
CROWDED = 4429  # static/ose/bell.js and static/ose/committee.js know it
Session: Any = import_module(settings.SESSION_ENGINE).SessionStore
# The channels of the sockets that each person has open in this process, the oldest first.
OPEN: dict[int, list[str]] = {}

# What closes every page to somebody closes their sockets: each app adds what it knows.
Condition = Callable[[HttpRequest, Any], bool]
_conditions: list[Condition] = []


def socket_condition(condition: Condition) -> Condition:
    """Register `condition(request, user)`: false for a session whose pages are closed.

    `request` holds the session, and nothing else of a request.
    """
    _conditions.append(condition)
    return condition


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

    def group_now(self) -> str:
        """The group that the session of the socket may hear, read again as for a page."""
        request = HttpRequest()
        request.session = Session(self.scope["session"].session_key)
        user = get_user(request)
        if not user.is_authenticated or user != self.scope["user"]:
            return ""
        if not all(condition(request, user) for condition in _conditions):
            return ""
        return self.group_for(user)

    async def connect(self) -> None:
        self.group = await database_sync_to_async(self.group_now)()
        if not self.group:
            await self.close(code=REFUSED)
            return
        async with asyncio.timeout(WITHIN):
            await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        mine = OPEN.setdefault(self.scope["user"].pk, [])
        mine.append(self.channel_name)
        if len(mine) > settings.OSE_SOCKETS_PER_PERSON:
            await self.channel_layer.send(mine.pop(0), {"type": "live.crowded"})

    async def disconnect(self, code: int) -> None:
        if not self.group:
            return
        mine = OPEN.get(self.scope["user"].pk, [])
        if self.channel_name in mine:
            mine.remove(self.channel_name)
        if not mine:
            OPEN.pop(self.scope["user"].pk, None)
        async with asyncio.timeout(WITHIN):
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: Any = None, bytes_data: Any = None) -> None:
        """Nothing is done through a socket: what people do are forms, with their CSRF token."""

    async def live_crowded(self, event: dict[str, Any]) -> None:
        """This person opened too many other pages since."""
        await self.close(code=CROWDED)

    async def live_ping(self, event: dict[str, Any]) -> None:
        if await database_sync_to_async(self.group_now)() != self.group:
            await self.close(code=REFUSED)
            return
        await self.send(json.dumps({key: event[key] for key in ("kind", "id", "state")}))
