"""Web socket routes of the committee."""

from django.urls import path

from committee.room.consumers import RoomConsumer

websocket_urlpatterns = [path("ws/seances/<int:pk>/", RoomConsumer.as_asgi(), name="room_socket")]
