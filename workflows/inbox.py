"""« Mes tâches »: what a person is asked for, soonest first."""

from typing import Any

from django.db.models import F, QuerySet

from workflows.models import Task
from workflows.policies import keys_of


def tasks_for(user: Any) -> "QuerySet[Task]":
    """The open requests addressed to `user`, with their case; one query, plus the user's keys."""
    return (
        Task.objects.open()
        .filter(audience__in=keys_of(user))
        .select_related("process__case")
        .order_by(F("due_at").asc(nulls_last=True), "pk")
    )


def waiting_for(case_id: int) -> Task | None:
    """The open request of a case: who is waited for, and by when."""
    return Task.objects.open().requests().filter(process__case_id=case_id).first()
