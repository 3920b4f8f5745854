"""The sockets of the engine."""

from django.urls import path

from workflows.live.cases import CaseConsumer

websocket_urlpatterns = [path("ws/cas/<int:pk>/", CaseConsumer.as_asgi())]
