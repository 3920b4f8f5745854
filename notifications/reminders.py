"""What a deadline says before and after it comes, each once: marked here, told by the outbox."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from notifications.enums import ReminderKind
from notifications.models import Reminder
from workflows.actors import Actor
from workflows.models import Task
from workflows.outbox import Event, emit
from workflows.ticking import FAILED, Counts, on_tick, one_row

BEFORE = timedelta(days=7)
# A request made yesterday is fresh in mind: no reminder on its first day.
FRESH = timedelta(days=1)
# The transitions asked for, whose deadline deserves a word.
SOON_FOR = ("resubmit",)
# Complements that are late have a reminder of their own, which the dossier's history keeps.
OVERDUE_FOR = ("take_charge", "declare_admissible")


@on_tick("reminders")
def remind(at: datetime) -> Counts:
    """Mark and enqueue the reminders due at the moment `at`."""
    soon = Task.objects.open().filter(
        asks__in=SOON_FOR, due_at__gt=at, due_at__lte=at + BEFORE, created__lte=at - FRESH
    )
    overdue = Task.objects.open().filter(asks__in=OVERDUE_FOR, due_at__lte=at)
    counts = {ReminderKind.DUE_SOON.value: 0, ReminderKind.OVERDUE.value: 0, FAILED: 0}
    _remind(soon, ReminderKind.DUE_SOON, at, counts)
    _remind(overdue, ReminderKind.OVERDUE, at, counts)
    return counts


def _remind(tasks: "QuerySet[Task]", kind: ReminderKind, at: datetime, counts: Counts) -> None:
    done = Reminder.objects.filter(task=OuterRef("pk"), kind=kind)
    for task in tasks.filter(~Exists(done)).order_by("pk"):
        with one_row(task, counts):
            counts[kind.value] += _mark(task, kind, at)


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
                actor=Actor.system("tick").reference,
            )
        )
    return created
