"""HTTP and web sockets; a socket is opened from our own pages only.

What bounds a visitor is here and not in the command that serves: it holds under any server.
"""

import os

import django
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.urls import re_path
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
# Before what follows, which imports models.
django.setup(set_prefix=False)

from committee.routing import websocket_urlpatterns as committee_sockets  # noqa: E402
from config.handler import Handler  # noqa: E402
from config.sockets import Nowhere, OwnPagesOnly, SoMany, TryLater  # noqa: E402
from notifications.routing import websocket_urlpatterns as notifications_sockets  # noqa: E402
from workflows.background.limits import limit_statements  # noqa: E402
from workflows.live.routing import websocket_urlpatterns as case_sockets  # noqa: E402

limit_statements()

sockets = URLRouter(
    [*committee_sockets, *notifications_sockets, *case_sockets, re_path("", Nowhere.as_asgi())],
)

routes = ProtocolTypeRouter(
    {
        "http": Handler(),
        # A page of another site carries our cookies: its Origin is what tells it apart.
        "websocket": AllowedHostsOriginValidator(
            OwnPagesOnly(SoMany(TryLater(AuthMiddlewareStack(sockets))))
        ),
    }
)
# Refused passwords and turns are counted by address: that of the visitor, not of the proxy.
application = ProxyHeadersMiddleware(routes, trusted_hosts=settings.OSE_PROXIES)
