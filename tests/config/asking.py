"""The application of the pages, asked as a server asks it: one message after another."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

TEXT = {"content-type": "application/x-www-form-urlencoded"}
FILES = {"content-type": "multipart/form-data; boundary=part"}


async def until(condition: Callable[[], object]) -> None:
    """Let the others run until `condition` holds; AssertionError after 20 seconds."""
    limit = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < limit, "it never came"
        await asyncio.sleep(0.001)


class Asked:
    """One request under way: what it sends is in `body`, one item a message, None for silence."""

    def __init__(
        self,
        application: Any,
        path: str,
        *,
        body: Iterable[bytes | None] = (),
        headers: Mapping[str, str] = {},
        method: str = "GET",
        visitor: str = "192.0.2.1",
    ) -> None:
        self.sent: list[Mapping[str, Any]] = []
        self.read = 0
        self.read_before_answer = 0
        self.left = asyncio.Event()
        self.slow_reader = asyncio.Event()
        self.slow_reader.set()
        self._coming = list(body)
        names = {"host": "testserver"} | dict(headers)
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in names.items()],
            "client": (visitor, 40000),
        }
        self.task = asyncio.create_task(application(scope, self._receive, self._send))

    async def _receive(self) -> Mapping[str, Any]:
        if not self._coming and self.read:
            await self.left.wait()
            return {"type": "http.disconnect"}
        chunk = self._coming.pop(0) if self._coming else b""
        if chunk is None:
            await self.left.wait()
            return {"type": "http.disconnect"}
        self.read += 1
        return {"type": "http.request", "body": chunk, "more_body": bool(self._coming)}

    async def _send(self, message: Mapping[str, Any]) -> None:
        if not self.sent:
            self.read_before_answer = self.read
        self.sent.append(message)
        await self.slow_reader.wait()

    @property
    def status(self) -> int:
        """The status of the answer, 0 until it begins."""
        return self.sent[0]["status"] if self.sent else 0

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent[1:]).decode()

    async def answer(self) -> int:
        """Wait for the end; return the status."""
        await asyncio.wait_for(self.task, 20)
        return self.status
