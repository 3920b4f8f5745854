"""What stands between a socket and its consumer: from our own pages, to an address we serve."""

from typing import Any
from urllib.parse import urlsplit

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.security.websocket import WebsocketDenier
from django.conf import settings

from workflows.consumers import REFUSED


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


class Nowhere(AsyncWebsocketConsumer):
    """Refuses the addresses that no consumer serves, as a page that does not exist would."""

    async def connect(self) -> None:
        await self.close(code=REFUSED)
