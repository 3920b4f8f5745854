"""django-tasks-db, with one plain INSERT where it compiles one and reads the row back twice.

Every transition enqueues: this is a tenth of its cost (benchmarks, `transition`). The rows, the
worker and the admin are the library's own.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max

from workflows.rows.many import insert_rows
from workflows.rows.single import insert

_noted: ContextVar[list[Any] | None] = ContextVar("noted", default=None)


@contextmanager
def enqueued() -> Iterator[list[Any]]:
    """The keys of the tasks that this thread enqueues meanwhile, in order."""
    keys: list[Any] = []
    token = _noted.set(keys)
    try:
        yield keys
    finally:
        _noted.reset(token)


def _note(keys: Iterable[Any]) -> None:
    noted = _noted.get()
    if noted is not None:
        noted.extend(keys)


class OutboxBackend(DatabaseBackend):
    """The database backend of django-tasks, enqueueing in one statement."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Insert a READY row for `task` in the current transaction; return its result.

        A task is validated when it is declared, and is frozen from then on.
        """
        row = self._row(task, normalize_json({"args": args, "kwargs": kwargs}))
        insert(row)
        _note([row.pk])
        result = row.task_result
        task_enqueued.send(type(self), task_result=result)
        return result

    def enqueue_all(self, task: Any, calls: Iterable[dict[str, Any]]) -> None:
        """A row for each of `calls`, the keyword arguments of one, in one statement.

        They are JSON already. Nobody waits for their results, and no signal tells of each.
        """
        one = self._row(task, {})
        one.enqueued_at = timezone.now()
        like = {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields}
        rows = [
            {**like, "id": uuid4(), "args_kwargs": {"args": [], "kwargs": call}} for call in calls
        ]
        insert_rows(DBTaskResult, rows)
        _note(row["id"] for row in rows)

    def _row(self, task: Any, called: dict[str, Any]) -> Any:
        return DBTaskResult(
            args_kwargs=called,
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            backend_name=self.alias,
            run_after=task.run_after or get_date_max(),
        )
