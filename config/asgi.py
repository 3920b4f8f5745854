"""HTTP and web sockets; a socket is opened from our own pages only."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
# Before the routes: their consumers import models.
http = get_asgi_application()

from committee.routing import websocket_urlpatterns as committee_sockets  # noqa: E402
from config.sockets import Nowhere, OwnPagesOnly, TryLater  # noqa: E402
from notifications.routing import websocket_urlpatterns as notifications_sockets  # noqa: E402
from workflows.limits import limit_statements  # noqa: E402

limit_statements()

sockets = URLRouter(
    [*committee_sockets, *notifications_sockets, re_path("", Nowhere.as_asgi())],
)

application = ProtocolTypeRouter(
    {
        "http": http,
        # A page of another site carries our cookies: its Origin is what tells it apart.
        "websocket": AllowedHostsOriginValidator(
            OwnPagesOnly(TryLater(AuthMiddlewareStack(sockets)))
        ),
    }
)
