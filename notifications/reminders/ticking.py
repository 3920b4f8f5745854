"""What a deadline says before and after it comes, each once: marked here, told by the outbox.

The requests whose deadline deserves a word say so in their flow.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef

from notifications.reminders.enums import ReminderKind
from notifications.reminders.models import Reminder
from workflows.background.ticking import TICK, Due, on_tick
from workflows.flow.flows import Request, all_requests
from workflows.models import Task
from workflows.outbox.events import Event, emit
from workflows.presentation.french import format_datetime

# A request made yesterday is fresh in mind: no reminder on its first day.
FRESH = timedelta(days=1)


@on_tick("reminders", ReminderKind.DUE_SOON.value, ReminderKind.OVERDUE.value)
def reminders(at: datetime) -> Iterator[Due]:
    """A word before the deadline, and one after it, to whoever is asked."""
    for ahead, asked in _asked_ahead().items():
        soon = _made(asked).filter(due_at__gt=at, due_at__lte=at + ahead)
        yield from _due(soon.filter(created__lte=at - FRESH), ReminderKind.DUE_SOON, at)
    insisted_on = [request for request in all_requests() if request.remind_overdue]
    yield from _due(_made(insisted_on).filter(due_at__lte=at), ReminderKind.OVERDUE, at)


def _asked_ahead() -> dict[timedelta, list[Request]]:
    """The requests that one is reminded of, by how long ahead: one query for each delay."""
    found: dict[timedelta, list[Request]] = {}
    for request in all_requests():
        if request.remind_before:
            found.setdefault(request.remind_before(), []).append(request)
    return found


def _made(requests: list[Request]) -> Any:
    return Task.objects.open().filter(flow_task__in=requests)


def _due(tasks: Any, kind: ReminderKind, at: datetime) -> Iterator[Due]:
    """The reminders of `tasks` that were not made yet."""
    done = Reminder.objects.filter(task=OuterRef("pk"), kind=kind)
    for task in tasks.filter(~Exists(done)).order_by("pk"):
        yield Due(
            row=task,
            does=(kind.value,),
            words=f"Rappel, {kind.label}",
            why=f"échéance le {format_datetime(task.due_at)}",
            do=partial(_mark, task, kind, at),
            event=kind.value,
        )


def _mark(task: Task, kind: ReminderKind, at: datetime) -> bool:
    """Whoever writes the row tells; the other tick finds it there."""
    _, created = Reminder.objects.get_or_create(task=task, kind=kind, defaults={"made_at": at})
    if created:
        emit(Event.of(task, kind.value, actor=TICK))
    return created
