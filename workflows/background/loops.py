"""What runs beside the pages: a worker for each queue of tasks, and the clock.

On one machine they are threads of the web process (`OSE_EMBEDDED_WORKER`), for their pings must
reach the sockets that it serves; elsewhere, of `manage.py worker`.
"""

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connections, transaction
from django.utils import timezone
from django_tasks.signals import task_enqueued

from workflows.background.leases import BEAT, Presence, put_back_running
from workflows.background.ticking import run_tick
from workflows.background.worker import Worker

logger = logging.getLogger(__name__)

WORKER_PAUSE = 1.0
TICK_PAUSE = 60.0


class Loop(threading.Thread, ABC):
    """Runs `step` at once, then every `pause` seconds or when woken, until `stop`.

    One that `outlasts` the others is stopped once they have ended.
    """

    outlasts = False

    def __init__(self, name: str, *, pause: float) -> None:
        super().__init__(name=name, daemon=True)
        self.pause = pause
        self.stopping = False
        self._wake = threading.Event()

    @abstractmethod
    def step(self) -> None:
        """One round of work; an error is logged, and the next round tries again."""

    def run(self) -> None:
        try:
            while not self.stopping:
                self._wake.clear()
                self._round()
                self._wake.wait(self.pause)
        finally:
            connections.close_all()

    def wake(self) -> None:
        """Have the next round start now."""
        self._wake.set()

    def stop(self) -> None:
        """End after the round under way."""
        self.stopping = True
        self._wake.set()

    def _round(self) -> None:
        close_old_connections()
        try:
            self.step()
        except Exception:
            # A loop that ends stops the clock, or the e-mails, until somebody restarts the site.
            logger.exception("%s: this round failed, next try in %s s", self.name, self.pause)
        finally:
            close_old_connections()


class TaskLoop(Loop):
    """The worker of one queue, in batches: woken by a commit, and every second anyway.

    `alone`: no other process works on this queue, so that whatever still runs when it starts was
    cut short by the last stop. `presence` shows that this process lives.
    """

    def __init__(
        self,
        queue: str,
        *,
        presence: Presence,
        pause: float = WORKER_PAUSE,
        alone: bool = False,
    ) -> None:
        super().__init__(f"tasks, {queue}", pause=pause)
        self.queue = queue
        self.alone = alone
        self.worker = Worker(queue, presence=presence)
        self._whole = True  # the last round ended as it should

    def run(self) -> None:
        task_enqueued.connect(self._wake_after_commit)
        try:
            super().run()
        finally:
            task_enqueued.disconnect(self._wake_after_commit)

    def step(self) -> None:
        if self.alone:
            put_back_running(self.queue)
            self.alone = False
        self.worker.put_back()
        if not self._whole:
            self.worker.put_back_forgotten()
        self._whole = False
        if self.worker.ready():
            self.worker.run()
        self._whole = True

    def stop(self) -> None:
        self.worker.running = False
        super().stop()

    def _wake_after_commit(self, task_result: Any, **kwargs: Any) -> None:
        if task_result.task.queue_name == self.queue:
            transaction.on_commit(self.wake)


class HeartbeatLoop(Loop):
    """Shows that this process lives, and puts back the tasks of those that no longer do."""

    outlasts = True

    def __init__(self, presence: Presence, *, pause: float = BEAT) -> None:
        super().__init__("heartbeat", pause=pause)
        self.presence = presence

    def step(self) -> None:
        self.presence.beat()
        self.presence.bury()

    def run(self) -> None:
        try:
            super().run()
        finally:
            self.presence.leave()
            connections.close_all()


class TickLoop(Loop):
    """The clock: `tick`, every minute."""

    def __init__(self, *, pause: float = TICK_PAUSE) -> None:
        super().__init__("tick", pause=pause)

    def step(self) -> None:
        run_tick(timezone.now())


def task_loops(*, alone: bool = False) -> list[Loop]:
    """A loop for each queue, and their sign of life.

    Those that wait for somebody else's server delay no bell.
    """
    presence = Presence()
    queues = settings.TASKS["default"]["QUEUES"]
    return [
        HeartbeatLoop(presence),
        *(TaskLoop(queue, presence=presence, alone=alone) for queue in queues),
    ]


@contextmanager
def running(loops: Sequence[Loop], *, stop_within: float | None = None) -> Iterator[None]:
    """Run `loops` meanwhile; then end what is under way, for `stop_within` seconds at most each."""
    for loop in loops:
        loop.start()
    try:
        yield
    finally:
        for last in (False, True):
            ending = [loop for loop in loops if loop.outlasts is last]
            for loop in ending:
                loop.stop()
            for loop in ending:
                loop.join(stop_within)
