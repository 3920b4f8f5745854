"""What a deadline says, to those who are asked."""

from typing import Any

from django.db.models import QuerySet

from workflows.lifecycles import Lifecycle, machine_of
from workflows.models import Task
from workflows.outbox.notices import request, tell


def those_asked(task: Task) -> "QuerySet[Any]":
    """Those who may perform the transition that the request asks for."""
    subject: Lifecycle = task.case.subject
    asked = machine_of(type(subject)).transitions[task.asks]
    return asked.law.policy.users(subject)


tell(
    Task,
    {
        "due_soon": [request("task_due_soon", those_asked)],
        "overdue": [request("task_overdue", those_asked)],
    },
)
