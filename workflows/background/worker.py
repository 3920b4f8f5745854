"""The worker of one queue: django-tasks-db's own, for which the loss of the database is no end."""

from contextvars import ContextVar
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from workflows.background.leases import Presence, logger, put_back
from workflows.background.outages import DATABASE_LOST

LOST_PATHS = [f"{error.__module__}.{error.__qualname__}" for error in DATABASE_LOST]
AGAIN_IN = timedelta(seconds=30)

_at_work: ContextVar[str] = ContextVar("worker", default="")


def at_work() -> str:
    """The name of the worker that runs the task under way; empty outside of one."""
    return _at_work.get()


class Worker(db_worker.Worker):
    """Runs the ready tasks of `queue` in batches (`run`), under the name of `presence`.

    A task during which the connection to the database was lost has not failed: it goes back to
    the queue (`put_back`). Our tasks may run twice. The end of one that was given to another
    worker meanwhile is not written.
    """

    def __init__(self, queue: str, *, presence: Presence) -> None:
        super().__init__(
            queue_names=[queue],
            interval=0.1,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="",
            excluded_queue_names=[],
        )
        self.presence = presence
        self._cut_short: dict[UUID, list[str]] = {}

    def ready(self) -> bool:
        """Whether a task waits; asked without the write lock that looking for one to run takes."""
        return DBTaskResult.objects.ready().filter(queue_name__in=self.queue_names).exists()

    def run(self) -> None:
        self.worker_id = self.presence.name()
        super().run()

    def run_task(self, db_task_result: Any) -> None:
        """Run it; raises OperationalError or InterfaceError when its end could not be written."""
        db_task_result.save = partial(_save_if_held, db_task_result)
        token = _at_work.set(db_task_result.worker_ids[-1])
        try:
            super().run_task(db_task_result)
        except DATABASE_LOST:
            self._note_cut_short(db_task_result)
            connection.close()
            raise
        finally:
            _at_work.reset(token)
        if db_task_result.exception_class_path in LOST_PATHS:
            self._note_cut_short(db_task_result)
        # Held to be dead meanwhile, it takes the next one under another name.
        self.worker_id = self.presence.name()

    def put_back(self) -> None:
        """Make READY again the tasks cut short by the loss of the database."""
        if not self._cut_short:
            return
        rows = DBTaskResult.objects.filter(pk__in=self._cut_short)
        ours = [row for row in rows if row.worker_ids == self._cut_short[row.pk]]
        put_back(ours, run_after=timezone.now() + AGAIN_IN)
        self._cut_short.clear()

    def put_back_forgotten(self) -> None:
        """Make READY again what runs under our name though we run nothing.

        A COMMIT that was cut does not say whether we hold the task that it took.
        """
        running = DBTaskResult.objects.running().filter(queue_name__in=self.queue_names)
        put_back(row for row in running if row.worker_ids[-1:] == [self.worker_id])

    def _note_cut_short(self, row: DBTaskResult) -> None:
        self._cut_short[row.pk] = list(row.worker_ids)


def _save_if_held(row: DBTaskResult, *, update_fields: list[str]) -> None:
    """Write the end of a run, unless the task was taken for another one."""
    end = {name: getattr(row, name) for name in update_fields}
    mine = DBTaskResult.objects.filter(
        pk=row.pk, status=TaskResultStatus.RUNNING, worker_ids=list(row.worker_ids)
    )
    if not mine.update(**end):
        logger.warning("task %s was given to another worker: this end is dropped", row.pk)
