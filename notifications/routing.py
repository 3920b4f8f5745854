"""The sockets of the notifications."""

from django.urls import path

from notifications.bells.consumers import BellConsumer

websocket_urlpatterns = [path("ws/cloche/", BellConsumer.as_asgi())]
