"""A chain says so when somebody managed to alter it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.toys import making
from tests.toys.enums import RepairState
from tests.toys.models import Repair, Thanks
from workflows.proof.chains import broken_chains
from workflows.triggers import create_statements, drop_statements

pytestmark = pytest.mark.django_db


def tamper(sql: str, *params: int | str) -> None:
    """Do what only an administrator of the database could."""
    tamper_table(Repair.history.model._meta.db_table, sql, *params)


def tamper_table(table: str, sql: str, *params: int | str) -> None:
    with connection.cursor() as cursor:
        for statement in drop_statements(connection.vendor, table):
            cursor.execute(statement)
        cursor.execute(sql, params)
        for statement in create_statements(connection.vendor, table):
            cursor.execute(statement)


def verified() -> list[str]:
    """What `verify_history` says of it, which exits with 1."""
    said = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("verify_history", stdout=StringIO(), stderr=said)
    assert failure.value.returncode == 1
    return said.getvalue().splitlines()


@pytest.mark.breaks_history
@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE {table} SET actor = 'user:autre' WHERE history_id = %s", "a été modifiée"),
        ("DELETE FROM {table} WHERE history_id = %s", "manque"),
    ],
)
@pytest.mark.parametrize("which", ["first", "last"])
def test_verification_finds_what_was_tampered_with(sql: str, problem: str, which: str) -> None:
    repair = making.repair(RepairState.ASKED)
    rows = repair.history.order_by("history_id")
    row = rows.first() if which == "first" else rows.last()
    tamper(sql.format(table=Repair.history.model._meta.db_table), row.history_id)
    # Read whole: a reading left in the middle keeps its cursor open.
    problems = [found.what for found in broken_chains(Repair)]
    assert any(problem in what for what in problems)
    assert any("Repair" in line for line in verified())


@pytest.mark.breaks_history
@pytest.mark.parametrize(
    ("sql", "column"),
    [
        ("UPDATE toys_repair SET state = 'refused'", "state"),
        ("UPDATE workflows_case SET reference = 'REP-1999-0001'", "reference"),
    ],
)
def test_verification_finds_an_object_altered_without_a_row(sql: str, column: str) -> None:
    making.repair(RepairState.ASKED)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert any(f"diffère de sa dernière ligne : {column}" in line for line in verified())


@pytest.mark.breaks_history
def test_verification_finds_the_last_row_taken_away_with_its_trace() -> None:
    repair = making.repair(RepairState.UNDER_WAY)
    last, before = repair.history.order_by("-history_id")[:2]
    table = Repair.history.model._meta.db_table
    tamper(f"DELETE FROM {table} WHERE history_id = %s", last.history_id)
    Repair.objects.filter(pk=repair.pk).update(history_head=before.digest)
    problems = [problem.what for problem in broken_chains(Repair)]
    assert problems == ["diffère de sa dernière ligne : assignee_id, state"]


@pytest.mark.breaks_history
def test_verification_finds_an_object_that_is_gone_and_one_without_history() -> None:
    first, second = (making.repair(RepairState.MENDED).thanks.get() for _ in range(2))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM toys_thanks WHERE id = %s", [first.pk])
    table = Thanks.history.model._meta.db_table
    tamper_table(table, f"DELETE FROM {table} WHERE id = %s", second.pk)
    assert [problem.where for problem in broken_chains(Thanks)] == [
        f"toys.Thanks {first.pk}",
        f"toys.Thanks {second.pk}",
    ]
