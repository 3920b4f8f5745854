"""What was reminded of already."""

from django.db import models
from django.db.models import Q

from notifications.reminders.enums import ReminderKind
from workflows.models import Task


class Reminder(models.Model):
    """The mark that a request was reminded of: each kind once, however many ticks run."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=ReminderKind.choices)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "rappel"
        constraints = [
            models.UniqueConstraint(fields=["task", "kind"], name="reminder_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ReminderKind.values), name="reminder_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}, {self.get_kind_display()}"
