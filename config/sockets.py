"""What stands between a socket and its consumer: our own pages, so many, our own addresses."""

import asyncio
import logging
from contextlib import AsyncExitStack, suppress
from typing import Any
from urllib.parse import urlsplit

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.security.websocket import WebsocketDenier
from django.conf import settings
from uvicorn.protocols.utils import ClientDisconnected

from workflows.live.consumers import REFUSED

logger = logging.getLogger(__name__)

TRY_LATER = 1013  # RFC 6455, registry of close codes
OPENING = 4  # sockets whose session and rights are read at once


class OwnPagesOnly:
    """Denies a socket whose Origin is not the very host and port that it is asked of; TLS too.

    Channels' own validator compares host names alone: another server of the same machine would do.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        headers = {name: value.decode("latin-1").lower() for name, value in scope["headers"]}
        origin, host = urlsplit(headers.get(b"origin", "")), headers.get(b"host", "")
        schemes = ("https",) if settings.SESSION_COOKIE_SECURE else ("http", "https")
        own = origin.scheme in schemes and origin.netloc == host
        application = self.application if own else WebsocketDenier()
        return await application(scope, receive, send)


class SoMany:
    """Denies a socket beyond what this process may hold; its page asks again later, by itself.

    A few open at a time: hundreds at once would have the loop do nothing else meanwhile.
    """

    def __init__(self, application: Any) -> None:
        self.application = application
        self.held = 0
        self.opening = asyncio.Semaphore(OPENING)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        if self.held >= settings.OSE_SOCKETS_PER_PROCESS:
            return await WebsocketDenier()(scope, receive, send)
        self.held += 1
        try:
            async with AsyncExitStack() as until_answered:
                await until_answered.enter_async_context(self.opening)

                async def send_and_let_in(message: Any) -> None:
                    await until_answered.aclose()  # accepted or closed: let the next one come
                    await send(message)

                return await self.application(scope, receive, send_and_let_in)
        finally:
            self.held -= 1


class TryLater:
    """Closes a socket whose session, rights or channel layer cannot be asked now.

    The page opens it again, later and later; meanwhile it is right each time it is loaded.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await self.application(scope, receive, send)
        except ClientDisconnected:
            logger.debug("socket %s was left", scope["path"])
        except Exception:
            logger.exception("socket %s closed", scope["path"])
            # Whoever asked may be gone already.
            with suppress(Exception):
                await send({"type": "websocket.close", "code": TRY_LATER})


class Nowhere(AsyncWebsocketConsumer):
    """Refuses the addresses that no consumer serves, as a page that does not exist would."""

    async def connect(self) -> None:
        await self.close(code=REFUSED)
