"""What stands between a socket and its consumer: from our own pages, to an address we serve."""

import logging
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.security.websocket import WebsocketDenier
from django.conf import settings

from workflows.consumers import REFUSED

logger = logging.getLogger(__name__)

TRY_LATER = 1013  # RFC 6455, registry of close codes


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


class TryLater:
    """Closes a socket whose session, rights or channel layer cannot be asked now.

    The page opens it again, later and later; meanwhile it is right each time it is loaded.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await self.application(scope, receive, send)
        except Exception:
            logger.exception("socket %s closed", scope["path"])
            # Whoever asked may be gone already.
            with suppress(Exception):
                await send({"type": "websocket.close", "code": TRY_LATER})


class Nowhere(AsyncWebsocketConsumer):
    """Refuses the addresses that no consumer serves, as a page that does not exist would."""

    async def connect(self) -> None:
        await self.close(code=REFUSED)
