"""The proof cannot be altered, and says so when somebody managed to."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from directory.organisations.models import Organisation
from labelling.instruction.enums import ApplicationState
from tests import factories
from tests.toys import making
from tests.toys.enums import RepairState
from tests.toys.models import Repair
from workflows.history import audited_models
from workflows.proof.chains import broken_chains
from workflows.triggers import create_statements, drop_statements

pytestmark = pytest.mark.django_db


def test_no_history_row_can_be_changed_or_deleted() -> None:
    """Where a story left rows; that every table has its triggers is told from the schema."""
    factories.dossier(ApplicationState.VALIDATED)
    factories.dossier(ApplicationState.TO_COMPLETE)
    tables = [
        model.history.model._meta.db_table for model in audited_models() if model.history.exists()
    ]
    assert len(tables) >= 8
    for table in tables:
        for sql in (f"UPDATE {table} SET reason = 'autre'", f"DELETE FROM {table}"):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)


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
    ("sql", "found"),
    [
        ("UPDATE labelling_dossier SET state = 'refused'", "diffère de sa dernière ligne : state"),
        ("UPDATE workflows_case SET reference = 'OSE-1999-0001'", "reference"),
        ("UPDATE directory_recognition SET valid_until = '2090-01-01'", "valid_until"),
        ("UPDATE directory_charterversion SET text = 'autre'", "text"),
        ("UPDATE directory_charterversion SET digest = 'autre'", "Chartes"),
        ("UPDATE workflows_attachment SET sha256 = 'autre'", "Pièces"),
    ],
)
def test_verification_finds_an_object_altered_without_a_row(sql: str, found: str) -> None:
    factories.dossier(ApplicationState.VALIDATED)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert any(found in line for line in verified())


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
    first, second = factories.organisation(), factories.organisation()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_organisation WHERE id = %s", [first.pk])
    table = Organisation.history.model._meta.db_table
    tamper_table(table, f"DELETE FROM {table} WHERE id = %s", second.pk)
    assert [problem.where for problem in broken_chains(Organisation)] == [
        f"directory.Organisation {first.pk}",
        f"directory.Organisation {second.pk}",
    ]


def test_no_history_row_is_replaced_nor_a_table_emptied() -> None:
    repair = making.repair()
    table = Repair.history.model._meta.db_table
    row = repair.history.latest("history_id")
    replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE history_id = %s"
    sql, params = (
        (replace, [row.history_id]) if connection.vendor == "sqlite" else (f"TRUNCATE {table}", [])
    )
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)
