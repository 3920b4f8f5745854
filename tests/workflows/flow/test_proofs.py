"""`verify_history` finds every row that names what the code no longer has."""

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from tests.toys import making
from workflows.flow.proofs import stored_names_are_borne

pytestmark = pytest.mark.django_db


def leave(table: str, column: str, name: str) -> None:
    """What a version leaves that moved the code without its rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [name])


def test_every_name_that_is_gone_is_found_and_counted() -> None:
    making.bring()
    making.bring()
    assert list(stored_names_are_borne()) == []
    leave("workflows_process", "flow_class", "toys/flows.Gone")
    leave("workflows_task", "flow_task", "toys/flows.RepairFlow.gone")
    assert list(stored_names_are_borne()) == [
        "parcours, 2 fois : rien ne s’appelle « toys/flows.Gone »",
        "tâche, 4 fois : rien ne s’appelle « toys/flows.RepairFlow.gone »",
    ]


def test_a_background_task_to_run_that_is_gone_is_found_and_not_one_that_ran() -> None:
    making.bring()
    DBTaskResult.objects.update(task_path="workflows.outbox.gone.deliver")
    waiting = DBTaskResult.objects.get()
    [line] = stored_names_are_borne()
    assert line == f"tâche {waiting.pk} : rien ne s’appelle « workflows.outbox.gone.deliver »"
    DBTaskResult.objects.update(status="SUCCESSFUL")
    assert list(stored_names_are_borne()) == []
