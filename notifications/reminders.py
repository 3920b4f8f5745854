"""What a deadline says before and after it comes, each once: marked here, told by the outbox."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef

from notifications.enums import ReminderKind
from notifications.models import Reminder
from workflows.background.ticking import TICK, Due, on_tick
from workflows.models import Task
from workflows.outbox.events import Event, emit
from workflows.presentation.french import format_datetime

BEFORE = timedelta(days=7)
# A request made yesterday is fresh in mind: no reminder on its first day.
FRESH = timedelta(days=1)
# The transitions asked for, whose deadline deserves a word.
SOON_FOR = ("resubmit",)
# Complements that are late have a reminder of their own, which the dossier's history keeps.
OVERDUE_FOR = ("take_charge", "declare_admissible")


@on_tick("reminders", ReminderKind.DUE_SOON.value, ReminderKind.OVERDUE.value)
def reminders(at: datetime) -> Iterator[Due]:
    """A word before the deadline, and one after it, to whoever is asked."""
    soon = Task.objects.open().filter(
        asks__in=SOON_FOR, due_at__gt=at, due_at__lte=at + BEFORE, created__lte=at - FRESH
    )
    overdue = Task.objects.open().filter(asks__in=OVERDUE_FOR, due_at__lte=at)
    for tasks, kind in ((soon, ReminderKind.DUE_SOON), (overdue, ReminderKind.OVERDUE)):
        done = Reminder.objects.filter(task=OuterRef("pk"), kind=kind)
        for task in tasks.filter(~Exists(done)).order_by("pk"):
            due_at: Any = task.due_at
            yield Due(
                row=task,
                does=(kind.value,),
                words=f"Rappel, {kind.label}",
                why=f"échéance le {format_datetime(due_at)}",
                do=partial(_mark, task, kind, at),
                event=f"task.{kind}",
            )


def _mark(task: Task, kind: ReminderKind, at: datetime) -> bool:
    """Whoever writes the row tells; the other tick finds it there."""
    _, created = Reminder.objects.get_or_create(task=task, kind=kind, defaults={"made_at": at})
    if created:
        emit(
            Event(
                name=f"task.{kind}",
                model=Task._meta.label_lower,
                pk=task.pk,
                history_id=0,
                state="",
                actor=TICK.reference,
            )
        )
    return created
