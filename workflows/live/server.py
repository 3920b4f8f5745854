"""uvicorn as we start it: `manage.py serve`, and the browser tests.

What bounds a visitor's requests and sockets is in the application (`config/handler.py`,
`config/sockets.py`). Here is what only the server sees: the head of a request, and signals.
"""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_MOST = 64 * 1024  # bytes
HEAD_PATIENCE = 10.0  # seconds
MESSAGE_MOST = 4 * 1024  # bytes: our pages send nothing through a socket
STOP_WITHIN = 10  # seconds left to the work under way


class Protocol(HttpToolsProtocol):
    """uvicorn's, which bounds neither the size of the head of a request nor how long it takes."""

    _late: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_is_read()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._late is not None:
            self._head += len(data)
        super().data_received(data)
        if self._late is not None and self._head > HEAD_MOST:
            self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._expect_head()

    def on_headers_complete(self) -> None:
        self._head_is_read()
        super().on_headers_complete()

    def _expect_head(self) -> None:
        if self._late is None:
            self._head = 0
            self._late = self.loop.call_later(HEAD_PATIENCE, self.transport.abort)

    def _head_is_read(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class Server(uvicorn.Server):
    """uvicorn's, which says when it listens, and on a signal lets whoever started it go on."""

    def __init__(self, config: uvicorn.Config, *, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn would raise the signal again: the tasks and the clock have still to end."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()


def server(application: Any, *, ready: Callable[[], None]) -> Server:
    """A server of `application`, to be run on a line that listens. Its log is Django's."""
    return Server(
        uvicorn.Config(
            application,
            http=Protocol,
            ws_max_size=MESSAGE_MOST,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,  # the application reads them (OSE_PROXIES)
            server_header=False,
            timeout_graceful_shutdown=STOP_WITHIN,
        ),
        ready=ready,
    )
