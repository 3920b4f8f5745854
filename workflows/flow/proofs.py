"""What rows name by its place in the code is still there: a version that moved it lost them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db.models import TextField
from django.db.models.functions import Cast
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from workflows.models import Process, Task
from workflows.models.stored_names import UnknownName, flow_named, node_named
from workflows.proof.registry import proof

TO_RUN = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@proof("Parcours et tâches")
def stored_names_are_borne() -> Iterator[str]:
    """Every flow, request and background task that a row names exists."""
    for model, field, resolve in (
        (Process, "flow_class", flow_named),
        (Task, "flow_task", node_named),
    ):
        yield from _lost(model, field, resolve)
    for waiting in DBTaskResult.objects.filter(status__in=TO_RUN).order_by("pk").iterator():
        try:
            _ = waiting.task
        except (ImportError, SuspiciousOperation):
            yield f"tâche {waiting.pk} : rien ne s’appelle « {waiting.task_path} »"


def _lost(model: Any, field: str, resolve: Callable[[str], Any]) -> Iterator[str]:
    # As text: read as itself, the field would raise.
    named = model.objects.order_by().annotate(name=Cast(field, TextField()))
    for name in named.values_list("name", flat=True).distinct():
        try:
            resolve(name)
        except UnknownName:
            where = f"{model._meta.verbose_name}, {named.filter(name=name).count()} fois"
            yield f"{where} : rien ne s’appelle « {name} »"
