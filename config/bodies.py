"""What a visitor sends: bounded before it is read, put aside as it comes, or given up."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestAborted

from config.refused_bodies import BodyRefused, TooManyAtOnce, TooSlow, too_large

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Kept = SpooledTemporaryFile[bytes]
MOST_DROPPED = 256 * 1024 * 1024  # bytes read for nothing, so that the answer is read
DROP_PAUSE = 0.002  # seconds between two reads: nobody waits for what is dropped


class Body:
    """The body of one request; `announced` is its length in bytes, None when it is not said."""

    def __init__(self, receive: Receive, *, announced: int | None) -> None:
        self.announced = announced
        self._receive = receive
        self._received = 0
        self._since = asyncio.get_running_loop().time()

    async def read(self, *, most: int) -> Kept:
        """All of it, from its start. Raises BodyRefused, and RequestAborted when the visitor left.

        Beyond FILE_UPLOAD_MAX_MEMORY_SIZE it goes to the disk, in a thread: a slow disk holds
        nobody else.
        """
        if (self.announced or 0) > most:
            raise too_large(most)
        in_memory = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        kept: Kept = SpooledTemporaryFile(  # noqa: SIM115 - the request closes it
            in_memory, dir=settings.FILE_UPLOAD_TEMP_DIR
        )
        try:
            block, more = bytearray(), True
            while more:
                chunk, more = await self._next()
                block += chunk
                if self._received > most:
                    raise too_large(most)
                if len(block) > in_memory or (self._received > in_memory and not more):
                    await asyncio.to_thread(kept.write, block)
                    block = bytearray()
            kept.write(block)
            kept.seek(0)
        except BaseException:
            kept.close()
            raise
        return kept

    async def drop(self) -> None:
        """Read the rest for nothing: whoever is cut short while sending never reads the answer."""
        try:
            more = True
            while more and self._received < MOST_DROPPED:
                _, more = await self._next()
                await asyncio.sleep(DROP_PAUSE)
        except (BodyRefused, RequestAborted):
            return

    async def _next(self) -> tuple[bytes, bool]:
        """What came next, and whether there is more to come."""
        allowed = settings.OSE_BODY_PATIENCE + self._received / settings.OSE_BODY_BYTES_A_SECOND
        try:
            async with asyncio.timeout_at(self._since + allowed):
                message = await self._receive()
        except TimeoutError as error:
            raise TooSlow from error
        if message["type"] == "http.disconnect":
            raise RequestAborted
        chunk = message.get("body", b"")
        self._received += len(chunk)
        return chunk, message.get("more_body", False)


class Places:
    """How many at once: `each` for one person or one place, `in_all` for this process."""

    def __init__(self, *, each: int, in_all: int) -> None:
        self._each = each
        self._in_all = in_all
        self._taken: Counter[Hashable] = Counter()

    @contextmanager
    def place(self, person: Hashable) -> Iterator[None]:
        """Hold one place; TooManyAtOnce when there is none left."""
        if self._taken[person] >= self._each or self._taken.total() >= self._in_all:
            raise TooManyAtOnce
        self._taken[person] += 1
        try:
            yield
        finally:
            self._taken[person] -= 1
            self._taken += Counter()  # forgets those at zero
