"""The kinds of reminders: value (the event on the task), French label."""

from django.db import models


class ReminderKind(models.TextChoices):
    DUE_SOON = "due_soon", "échéance proche"
    OVERDUE = "overdue", "échéance passée"
