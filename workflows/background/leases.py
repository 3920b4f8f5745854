"""Which workers live, and what those that died leave: see docs/decisions/0052.

A worker is a process, under a name that is used once. It shows that it lives by a number that grows
(`Heartbeat`); who finds that the number stands still, by a clock that nobody sets, takes its row
away and puts its tasks back. A worker that was only paused finds its row gone, goes on under
another name, and cannot write the end of a task that another was given (`Worker.run_task`).
"""

import logging
import os
import socket
import threading
from collections.abc import Iterable
from time import monotonic
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from workflows.models import Heartbeat

logger = logging.getLogger(__name__)

BEAT = 2.0  # seconds between two signs of life
LEASE = 10.0  # seconds without any, after which a worker is held to be dead
# A task during which its worker dies each time is not run for ever.
MOST_RUNS = 5


class Presence:
    """The sign of life of this process, and its eye on those of the others."""

    def __init__(self) -> None:
        self._name = ""
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[int, float]] = {}

    def name(self) -> str:
        """The name under which to take tasks: its row is there when this returns."""
        with self._lock:
            if not self._name:
                name = f"{socket.gethostname()[:20]}:{os.getpid()}:{uuid4().hex[:12]}"
                Heartbeat.objects.create(name=name, beat_at=timezone.now())
                self._name = name
            return self._name

    def beat(self) -> None:
        """Show that we live; after a pause that was taken for a death, under a new name."""
        name = self.name()
        alive = Heartbeat.objects.filter(name=name)
        if alive.update(beats=F("beats") + 1, beat_at=timezone.now()):
            return
        logger.warning("worker %s was held to be dead: it goes on under another name", name)
        with self._lock:
            self._name = ""
        self.name()

    def leave(self) -> None:
        """Nothing runs under our name any more."""
        with self._lock:
            Heartbeat.objects.filter(name=self._name).delete()
            self._name = ""

    def bury(self) -> int:
        """Take away the workers that show no life, and put back what they left; return how many."""
        with transaction.atomic():
            for name, beats in self._silent():
                if Heartbeat.objects.filter(name=name, beats=beats).delete()[0]:
                    logger.error("worker %s shows no life: its tasks go back to the queue", name)
            return put_back_orphans()

    def _silent(self) -> list[tuple[str, int]]:
        """Those whose number has not grown for as long as LEASE, as far as we have looked."""
        now = monotonic()
        found = dict(Heartbeat.objects.exclude(name=self._name).values_list("name", "beats"))
        self._seen = {
            name: self._seen[name] if self._seen.get(name, (None,))[0] == beats else (beats, now)
            for name, beats in found.items()
        }
        return [(name, beats) for name, (beats, at) in self._seen.items() if now - at >= LEASE]


def lives(name: str) -> bool:
    """Whether the worker `name` is not known to be dead."""
    return Heartbeat.objects.filter(name=name).exists()


def put_back_orphans() -> int:
    """Put back the tasks that run under the name of no living worker; return how many."""
    # In this order: a worker has its row before it takes a task.
    running = list(DBTaskResult.objects.running())
    living = set(Heartbeat.objects.values_list("name", flat=True)) if running else set()
    return put_back(task for task in running if not {*task.worker_ids[-1:]} & living)


def put_back_running(queue: str) -> int:
    """Put back all that runs in `queue`, for whoever works on it alone; return how many."""
    return put_back(DBTaskResult.objects.running().filter(queue_name=queue))


def put_back(tasks: Iterable[DBTaskResult], **when: Any) -> int:
    """Make `tasks` READY, unless they have gone on since they were read; return how many.

    One that was begun MOST_RUNS times is FAILED, where an operator sees it. `when` says from which
    moment they may run (`run_after`).
    """
    return sum(_put_back(task, when) for task in tasks)


def _put_back(task: DBTaskResult, when: dict[str, Any]) -> int:
    if len(task.worker_ids) < MOST_RUNS:
        return held(task).update(status=TaskResultStatus.READY, **when)
    logger.error("task %s (%s) ends its worker each time", task.pk, task.task_path)
    return held(task).update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        traceback=task.traceback or f"begun {len(task.worker_ids)} times, never ended",
    )


def held(task: DBTaskResult) -> "QuerySet[DBTaskResult]":
    """The row of `task` as long as nobody took it since: each run adds a name, used once."""
    return DBTaskResult.objects.filter(
        pk=task.pk, status=task.status, worker_ids=list(task.worker_ids)
    )
