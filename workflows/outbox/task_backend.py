"""django-tasks-db, with one plain INSERT where it compiles one and reads the row back twice.

Every transition enqueues: this is a tenth of its cost (benchmarks, `transition`). The rows, the
worker and the admin are the library's own.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max

from workflows.rows.many import insert_all
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


def _note(rows: Iterable[Any]) -> None:
    noted = _noted.get()
    if noted is not None:
        noted.extend(row.pk for row in rows)


class OutboxBackend(DatabaseBackend):
    """The database backend of django-tasks, enqueueing in one statement."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Insert a READY row for `task` in the current transaction; return its result.

        A task is validated when it is declared, and is frozen from then on.
        """
        row = self._row(task, normalize_json({"args": args, "kwargs": kwargs}))
        insert(row)
        _note([row])
        result = row.task_result
        task_enqueued.send(type(self), task_result=result)
        return result

    def enqueue_all(self, task: Any, calls: Iterable[dict[str, Any]]) -> None:
        """A row for each of `calls`, the keyword arguments of one, in one statement.

        They are JSON already. Nobody waits for their results, and no signal tells of each.
        """
        first: Any = self._row(task, {})
        columns = [field.attname for field in first._meta.concrete_fields]
        like = {name: getattr(first, name) for name in columns}
        each = ({"id": uuid4(), "args_kwargs": {"args": [], "kwargs": call}} for call in calls)
        rows = [type(first)(*{**like, **own}.values()) for own in each]
        insert_all(rows)
        _note(rows)

    def _row(self, task: Any, called: dict[str, Any]) -> Any:
        return DBTaskResult(
            args_kwargs=called,
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            backend_name=self.alias,
            run_after=task.run_after or get_date_max(),
        )
