"""The sockets of the notifications."""

from django.urls import path

from notifications.consumers import BellConsumer, CaseConsumer

websocket_urlpatterns = [
    path("ws/cloche/", BellConsumer.as_asgi()),
    path("ws/dossiers/<int:pk>/", CaseConsumer.as_asgi()),
]
