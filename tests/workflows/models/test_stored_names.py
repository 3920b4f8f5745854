"""What a row names by its place in the code is there, or reading it is an error that says so."""

import re

import pytest
from django.db import connection

from tests.toys import making
from tests.toys.flows import RepairFlow
from workflows.models import Process, Task
from workflows.models.stored_names import UnknownName, flow_named, node_named

pytestmark = pytest.mark.django_db
FLOW = "toys/flows.RepairFlow"


def rename(model: type[Process | Task], column: str, name: str) -> None:
    """As a version leaves it that moved the code without its rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s", [name])


def test_names_of_the_code_resolve() -> None:
    assert flow_named(FLOW) is RepairFlow
    assert node_named(f"{FLOW}.take_charge") is RepairFlow.take_charge


@pytest.mark.parametrize(
    "name", ["", "RepairFlow", "toys/flows", "toys/flows.Gone", "toys/gone.RepairFlow", "gone/a.B"]
)
def test_a_flow_that_is_gone_is_an_error(name: str) -> None:
    with pytest.raises(UnknownName, match=re.escape(repr(name))):
        flow_named(name)


@pytest.mark.parametrize("name", ["", FLOW, f"{FLOW}.gone", "toys/flows.Gone.ask", "gone/a.B.c"])
def test_a_request_that_is_gone_is_an_error(name: str) -> None:
    with pytest.raises(UnknownName, match=re.escape(repr(name))):
        node_named(name)


def test_a_row_that_names_what_is_gone_is_not_read_as_nothing() -> None:
    making.bring()
    rename(Process, "flow_class", "toys/flows.Gone")
    with pytest.raises(UnknownName):
        Process.objects.get()
    rename(Task, "flow_task", f"{FLOW}.gone")
    with pytest.raises(UnknownName):
        list(Task.objects.all())
