"""The worker of one queue: django-tasks-db's own, for which the loss of the database is no end."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from workflows.background.outages import DATABASE_LOST

LOST_PATHS = [f"{error.__module__}.{error.__qualname__}" for error in DATABASE_LOST]
AGAIN_IN = timedelta(seconds=30)
# A task that breaks the connection each time is not run for ever.
MOST_RUNS = 5


class Worker(db_worker.Worker):
    """Runs the ready tasks of `queue` in batches (`run`).

    A task during which the connection to the database was lost has not failed: it goes back to
    the queue (`put_back`). Our tasks may run twice.
    """

    def __init__(self, queue: str, *, name: str) -> None:
        super().__init__(
            queue_names=[queue],
            interval=0.1,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        self._cut_short: set[UUID] = set()

    def ready(self) -> bool:
        """Whether a task waits; asked without the write lock that looking for one to run takes."""
        return DBTaskResult.objects.ready().filter(queue_name__in=self.queue_names).exists()

    def run_task(self, db_task_result: Any) -> None:
        """Run it; raises OperationalError or InterfaceError when its end could not be written."""
        try:
            super().run_task(db_task_result)
        except DATABASE_LOST:
            self._cut_short.add(db_task_result.pk)
            connection.close()
            raise
        if db_task_result.exception_class_path in LOST_PATHS:
            self._cut_short.add(db_task_result.pk)

    def put_back(self) -> None:
        """Make READY again the tasks cut short by the loss of the database."""
        if not self._cut_short:
            return
        cut_short = DBTaskResult.objects.filter(pk__in=self._cut_short)
        # A run is noted when it begins.
        again = [task.pk for task in cut_short if len(task.worker_ids) < MOST_RUNS]
        cut_short.filter(pk__in=again).update(
            status=TaskResultStatus.READY, run_after=timezone.now() + AGAIN_IN
        )
        self._cut_short.clear()
