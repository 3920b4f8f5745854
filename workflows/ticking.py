"""What time brings: each app registers its part, `manage.py tick` runs them all.

Every part is idempotent and safe in parallel: two ticks at once do the work of one.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from workflows.actors import Actor
from workflows.engine import perform
from workflows.models import Task
from workflows.verdicts import Refusal

logger = logging.getLogger(__name__)

FAILED = "failed"
Counts = dict[str, int]
Part = Callable[[datetime], Counts]
_parts: dict[str, Part] = {}

# No task of ours takes as long: past that, its worker died in the middle of it.
TASK_LIMIT = timedelta(hours=1)


def on_tick(name: str) -> Callable[[Part], Part]:
    """Register the decorated `part(at) -> {what: how many}` under `name`."""

    def register(part: Part) -> Part:
        if name in _parts:
            raise ImproperlyConfigured(f"tick part {name} is defined twice")
        _parts[name] = part
        return part

    return register


def run_tick(at: datetime) -> dict[str, Counts]:
    """Do all that is due at the moment `at` (aware); return the counts of each part, by name.

    A part that raises is logged, its counts are `{"failed": 1}`, and the others run all the same.
    """
    return {name: _run(name, part, at) for name, part in _parts.items()}


def _run(name: str, part: Part, at: datetime) -> Counts:
    try:
        return part(at)
    except Exception:
        logger.exception("tick: %s failed", name)
        return {FAILED: 1}


@contextmanager
def one_row(row: models.Model, counts: Counts) -> Iterator[None]:
    """What is done for one `row`, in a transaction of its own: it holds whole or not at all.

    A refusal is no accident (someone was quicker, or a guard says that it is too early): it adds
    to `counts["refused"]` where that is counted. Any other error is logged and adds to
    `counts["failed"]`: one bad row must not stop time for the others.
    """
    try:
        with transaction.atomic():
            yield
    except Refusal:
        if "refused" in counts:
            counts["refused"] += 1
    except Exception:
        logger.exception("tick: %s %s failed", row._meta.label, row.pk)
        counts[FAILED] += 1


@on_tick("time_outs")
def time_out(at: datetime) -> Counts:
    """Perform the transition that each overdue request names; a refusal is counted, not raised."""
    counts = {"performed": 0, "refused": 0, FAILED: 0}
    overdue = Task.objects.overdue(at).select_related("process__case").order_by("pk")
    for task in overdue:
        with one_row(task, counts):
            subject = task.process.case.subject
            name = task.flow_task.timeout_transition
            perform(subject, name, actor=Actor.system("tick"), at=at)
            counts["performed"] += 1
    return counts


@on_tick("stuck_tasks")
def rescue_stuck_tasks(at: datetime) -> Counts:
    """Put back in the queue the tasks whose worker died: django-tasks-db leaves them RUNNING.

    By the real clock, whatever `at` says. Our tasks may run twice: `deliver` deduplicates.
    """
    return {"requeued": requeue_running(before=timezone.now() - TASK_LIMIT)}


def requeue_running(*, before: datetime, queue: str = "") -> int:
    """Make READY again the tasks (of `queue`) RUNNING since `before`; return how many."""
    cut_short = DBTaskResult.objects.running().filter(started_at__lte=before)
    if queue:
        cut_short = cut_short.filter(queue_name=queue)
    return cut_short.update(status=TaskResultStatus.READY)
