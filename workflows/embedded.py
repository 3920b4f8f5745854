"""The task worker and the clock inside the web process: the default on one machine.

Their pings must reach the sockets that this very process serves; a single machine also has one
thing less to start. With Redis and separate workers, `OSE_EMBEDDED_WORKER` is off.
"""

import logging
import threading
from abc import ABC, abstractmethod
from typing import Any

from django.db import close_old_connections, connections, transaction
from django.utils import timezone
from django_tasks.signals import task_enqueued
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from workflows.ticking import requeue_running, run_tick

logger = logging.getLogger(__name__)

WORKER_PAUSE = 1.0
TICK_PAUSE = 60.0


class Loop(threading.Thread, ABC):
    """Runs `step` at once, then every `pause` seconds or when woken, until `stop`."""

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
    """django-tasks-db's own worker, in batches: woken by a commit, and every second anyway."""

    def __init__(self, *, pause: float = WORKER_PAUSE) -> None:
        super().__init__("tasks", pause=pause)
        self.worker = Worker(
            queue_names=["*"],
            interval=0.1,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="embedded",
            excluded_queue_names=[],
        )

    def run(self) -> None:
        # One process: whatever still runs at its start was cut short by its last stop.
        requeue_running(before=timezone.now())
        task_enqueued.connect(self._wake_after_commit)
        try:
            super().run()
        finally:
            task_enqueued.disconnect(self._wake_after_commit)

    def step(self) -> None:
        # The worker takes the write lock to look: look first without it.
        if DBTaskResult.objects.ready().exists():
            self.worker.run()

    def stop(self) -> None:
        self.worker.running = False
        super().stop()

    def _wake_after_commit(self, **kwargs: Any) -> None:
        transaction.on_commit(self.wake)


class TickLoop(Loop):
    """The clock: `tick`, every minute."""

    def __init__(self, *, pause: float = TICK_PAUSE) -> None:
        super().__init__("tick", pause=pause)

    def step(self) -> None:
        run_tick(timezone.now())
