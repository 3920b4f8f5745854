"""The socket of a page, as whoever is signed in opens it."""

from typing import Any

from channels.db import database_sync_to_async
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client


async def socket_of(routes: list[Any], path: str, user: Any) -> WebsocketCommunicator:
    """A socket at `path`, one of `routes`, opened by `user` in a session that stands."""
    communicator = WebsocketCommunicator(URLRouter(routes), path)
    communicator.scope |= {"user": user, "session": await session_of(user)}
    return communicator


@database_sync_to_async
def session_of(user: Any) -> SessionBase:
    """The session of whoever is signed in; an empty one for an anonymous visitor."""
    client = Client()
    if user.is_authenticated:
        client.force_login(user)
    session: SessionBase = client.session
    return session
