"""The threads that work on requests: few, kept, and lent to each visitor in turn.

Threads of one process share one interpreter: beyond a few, each only makes the others wait
(docs/decisions/0017). A lane is one thread, with its own database connections, which it keeps.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager

from asgiref.sync import ThreadSensitiveContext


class Lanes:
    """`size` lanes. Whoever finds none free waits for their turn, and visitors take turns.

    One who asks for thirty pages at once waits behind their own; somebody else's first page comes
    after one of them, not after all.
    """

    def __init__(self, size: int, *, name: str) -> None:
        self._free: list[Executor] = [
            ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"{name}-{number}")
            for number in range(size)
        ]
        # A dict keeps its order: the visitor whose turn it is comes first.
        self._waiting: dict[str, deque[asyncio.Future[Executor]]] = {}

    @asynccontextmanager
    async def lane(self, visitor: str) -> AsyncIterator[None]:
        """Have what is sensitive to its thread run in a lane, once it is the turn of `visitor`."""
        lane = await self._take(visitor)
        try:
            async with ThreadSensitiveContext(executor=lane):
                yield
        finally:
            self._give_back(lane)

    async def _take(self, visitor: str) -> Executor:
        if self._free:
            return self._free.pop()  # the last one given back: its caches are warm
        turn: asyncio.Future[Executor] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(visitor, deque()).append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # its turn came as it left
                self._give_back(turn.result())
            raise

    def _give_back(self, lane: Executor) -> None:
        while self._waiting:
            visitor = next(iter(self._waiting))
            turns = self._waiting.pop(visitor)
            turn = turns.popleft()
            if turns:
                self._waiting[visitor] = turns  # behind the others
            if not turn.done():
                turn.set_result(lane)
                return
        self._free.append(lane)
