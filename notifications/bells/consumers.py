"""The live hint of every page: the bell of a person."""

from typing import Any

from notifications.bells.live import bell_group
from workflows.live.consumers import PingConsumer


class BellConsumer(PingConsumer):
    """`/ws/cloche/`: tells the signed-in person that something concerns them."""

    def group_for(self, user: Any) -> str:
        return bell_group(user.pk)
