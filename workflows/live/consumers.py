"""What every socket of ours does: pass on the pings of one group, and listen to nothing."""

import asyncio
import json
import logging
from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db.models import Model

from workflows.actors import Actor
from workflows.live.people import people_of
from workflows.live.pings import WITHIN
from workflows.policies import Policy

logger = logging.getLogger(__name__)

REFUSED = 4403
CROWDED = 4429  # static/ose/bell.js and static/ose/committee.js know it
# The channels of the sockets that each person has open in this process, the oldest first.
OPEN: dict[int, list[str]] = {}
# Those that a ping has just reached, by loop and group, each with the answer that it waits for.
_asking: dict[Any, list[tuple["PingConsumer", "asyncio.Future[Answer]"]]] = {}
_asked: set["asyncio.Task[None]"] = set()  # or nothing would keep them until they end
TOGETHER = 0.005  # seconds in which one ping reaches all the sockets of its group
AT_ONCE = 25  # sockets answered before the next are: the first need not wait for the last

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a socket may still hear its group, and what it is told besides the ping.

    `told` is None where nothing is left to tell: it was told since the ping left.
    """

    hears: bool
    told: Told | None = None


class PingConsumer(AsyncWebsocketConsumer, ABC):
    """Sends `{"kind", "id", "state"}` of what changed; the page fetches it under its own rights.

    Unless the socket also sends what its page would fetch (`told`), under these very rights.

    A person has OSE_SOCKETS_PER_PERSON at the most in a process: beyond, the oldest ends, for the
    page just opened is the one that is looked at.
    """

    group = ""

    @abstractmethod
    def group_for(self, user: Any) -> str:
        """The group that `user` may hear, asked in a thread; empty to refuse them.

        Asked on opening and before every ping: rights and sessions end while a page stays open.
        """

    def listeners(self, users: Collection[Any]) -> set[int]:
        """The keys of those of `users` who may hear the group of this socket, as `group_for` says.

        For all those whom one ping reached; a group with a policy asks it once.
        """
        return {user.pk for user in users if self.group_for(user) == self.group}

    def told(self, listening: Sequence[tuple["PingConsumer", Any]]) -> list[Told | None]:
        """What each of the sockets of this group, and its person, is told besides the ping.

        Asked in a thread, for those who may hear it. None: nothing, not even the ping.
        """
        return [{} for _ in listening]

    def group_now(self) -> str:
        """The group that the session of the socket may hear, read again as for a page."""
        user = self.person_in(people_of([self.session_key]))
        return "" if user is None else self.group_for(user)

    def person_in(self, people: dict[str, Any]) -> Any | None:
        """Who still holds the session of the socket, of `people` by session; None for nobody."""
        user = people.get(self.session_key)
        return user if user is not None and user == self.scope["user"] else None

    @property
    def session_key(self) -> str:
        return self.scope["session"].session_key or ""

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
        answer = await self._ask_together()
        if not answer.hears:
            await self.close(code=REFUSED)
        elif answer.told is not None:
            ping = {key: event[key] for key in ("kind", "id", "state")}
            await self.send(json.dumps(ping | answer.told))

    async def _ask_together(self) -> Answer:
        """Whether the session of the socket may still hear its group: asked for all at once.

        A ping reaches every socket of the group: each on its own would have the database answer
        the same questions once a screen, before the first of them is told.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        waiting = _asking.setdefault((loop, self.group), [])
        waiting.append((self, answer))
        if len(waiting) == 1:
            task = loop.create_task(_answer_together((loop, self.group)))
            _asked.add(task)
            task.add_done_callback(_asked.discard)
        return await answer


async def _answer_together(key: Any) -> None:
    await asyncio.sleep(TOGETHER)
    waiting = _asking.pop(key)
    try:
        users = await database_sync_to_async(_hearing)([socket for socket, _ in waiting])
        asked = list(zip(waiting, users, strict=True))
        for (_, answer), user in asked:
            if user is None:
                _give(answer, Answer(hears=False))
        heard = [(socket, answer, user) for (socket, answer), user in asked if user is not None]
        for start in range(0, len(heard), AT_ONCE):
            some = heard[start : start + AT_ONCE]
            listening = [(socket, user) for socket, _, user in some]
            told = await database_sync_to_async(_told)(listening)
            for (_, answer, _), words in zip(some, told, strict=True):
                _give(answer, Answer(hears=True, told=words))
    except Exception as error:  # noqa: BLE001 - each socket has it as if it had asked alone
        for _, answer in waiting:
            if not answer.done():
                answer.set_exception(error)


def _give(answer: "asyncio.Future[Answer]", given: Answer) -> None:
    if not answer.done():  # its socket may be closed since
        answer.set_result(given)


def _hearing(sockets: list[PingConsumer]) -> list[Any | None]:
    """For each of the sockets of one group, the person who may still hear by it."""
    people = people_of([socket.session_key for socket in sockets])
    users = [socket.person_in(people) for socket in sockets]
    heard = sockets[0].listeners({user for user in users if user is not None})
    return [user if user is not None and user.pk in heard else None for user in users]


def _told(listening: list[tuple[PingConsumer, Any]]) -> list[Told | None]:
    """What each is told besides; where that fails, the ping alone, and the page asks."""
    try:
        return listening[0][0].told(listening)
    except Exception:
        logger.exception("%s: nothing but the ping is sent", listening[0][0].group)
        return [{} for _ in listening]


class ObjectPingConsumer(PingConsumer, ABC):
    """The pings about one object, whose key is in the address, for those whom `policy` admits."""

    model: ClassVar[type[Model]]
    policy: ClassVar[Policy]

    @abstractmethod
    def name_of(self, pk: int) -> str:
        """The group of the object `pk`."""

    def group_for(self, user: Any) -> str:
        found = self._object()
        if found is None or not self.policy.verdict(Actor.of(user), found).permitted:
            return ""
        return self.name_of(found.pk)

    def listeners(self, users: Collection[Any]) -> set[int]:
        found = self._object()
        if found is None:
            return set()
        may = self.policy.users_who_may(found).filter(pk__in=[user.pk for user in users])
        return set(may.values_list("pk", flat=True))

    def _object(self) -> Any:
        pk = self.scope["url_route"]["kwargs"]["pk"]
        return self.model._default_manager.filter(pk=pk).first()
