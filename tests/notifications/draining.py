"""Runs what waits in the outbox, as django-tasks-db's own worker runs each task."""

from typing import Any

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from workflows.outbox.events import Event, deliver

WORKER = Worker(
    queue_names=["*"],
    interval=0,
    batch=True,
    backend_name="default",
    startup_delay=False,
    max_tasks=None,
    worker_id="tests",
    excluded_queue_names=[],
)


def drain(*, without: str = "") -> None:
    """Run every task that is ready, save those of the queue `without`; one that fails stays FAILED,
    as in production.

    Not by `WORKER.run()`: between two tasks it closes connections, a test's transaction included.
    """
    ready = DBTaskResult.objects.ready().exclude(queue_name=without)
    while (task := ready.first()) is not None:
        task.claim(WORKER.worker_id)
        WORKER.run_task(task)


def events(name: str = "") -> list[Event]:
    """The events enqueued so far, oldest first; those called `name` only when given."""
    rows = DBTaskResult.objects.filter(task_path=deliver.module_path).order_by("enqueued_at")
    kwargs: list[dict[str, Any]] = [row.args_kwargs["kwargs"]["event"] for row in rows]
    found = [Event(**event) for event in kwargs]
    return [event for event in found if not name or event.name == name]
