"""The proof cannot be altered, and says so when somebody managed to."""

from io import StringIO
from itertools import groupby

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from directory.models import Organisation
from labelling.enums import DossierState
from labelling.models import Dossier
from tests import factories
from workflows import history
from workflows.engine import amend
from workflows.history import audited_models, broken_rows
from workflows.triggers import create_statements, drop_statements

pytestmark = pytest.mark.django_db


def test_no_history_row_can_be_changed_or_deleted() -> None:
    """Where a story left rows; that every table has its triggers is told from the schema."""
    factories.dossier(DossierState.VALIDATED)
    factories.dossier(DossierState.TO_COMPLETE)
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
    tamper_table(Dossier.history.model._meta.db_table, sql, *params)


def tamper_table(table: str, sql: str, *params: int | str) -> None:
    with connection.cursor() as cursor:
        for statement in drop_statements(connection.vendor, table):
            cursor.execute(statement)
        cursor.execute(sql, params)
        for statement in create_statements(connection.vendor, table):
            cursor.execute(statement)


@pytest.mark.breaks_history
@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE {table} SET actor = 'user:autre' WHERE history_id = %s", "altered"),
        ("DELETE FROM {table} WHERE history_id = %s", "missing"),
    ],
)
@pytest.mark.parametrize("which", ["first", "last"])
def test_verification_finds_what_was_tampered_with(sql: str, problem: str, which: str) -> None:
    dossier = factories.dossier(DossierState.SUBMITTED)
    rows = dossier.history.order_by("history_id")
    row = rows.first() if which == "first" else rows.last()
    tamper(sql.format(table=Dossier.history.model._meta.db_table), row.history_id)
    assert any(problem in found for _, found in broken_rows(Dossier))
    with pytest.raises(CommandError) as failure:
        call_command("verify_history", stdout=StringIO())
    assert failure.value.returncode == 1
    assert "Dossier" in str(failure.value)


@pytest.mark.breaks_history
@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE labelling_dossier SET state = 'refused'", "differs from its last row: state"),
        ("UPDATE workflows_case SET reference = 'OSE-1999-0001'", "reference"),
        ("UPDATE directory_recognition SET valid_until = '2090-01-01'", "valid_until"),
        ("UPDATE directory_charterversion SET text = 'autre'", "text"),
        ("UPDATE directory_charterversion SET digest = 'autre'", "Chartes"),
        ("UPDATE workflows_attachment SET sha256 = 'autre'", "Pièces"),
    ],
)
def test_verification_finds_an_object_altered_without_a_row(sql: str, found: str) -> None:
    factories.dossier(DossierState.VALIDATED)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    with pytest.raises(CommandError, match=found):
        call_command("verify_history", stdout=StringIO())


@pytest.mark.breaks_history
def test_verification_finds_the_last_row_taken_away_with_its_trace() -> None:
    dossier = factories.dossier(DossierState.UNDER_INSTRUCTION)
    last, before = dossier.history.order_by("-history_id")[:2]
    table = Dossier.history.model._meta.db_table
    tamper(f"DELETE FROM {table} WHERE history_id = %s", last.history_id)
    Dossier.objects.filter(pk=dossier.pk).update(history_head=before.digest)
    problems = [problem for _, problem in broken_rows(Dossier)]
    assert problems == ["differs from its last row: assignee_id, state"]


@pytest.mark.breaks_history
def test_verification_finds_an_object_that_is_gone_and_one_without_history() -> None:
    first, second = factories.organisation(), factories.organisation()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_organisation WHERE id = %s", [first.pk])
    table = Organisation.history.model._meta.db_table
    tamper_table(table, f"DELETE FROM {table} WHERE id = %s", second.pk)
    assert [key for key, _ in broken_rows(Organisation)] == [first.pk, second.pk]


def test_no_history_row_is_replaced_nor_a_table_emptied() -> None:
    dossier = factories.dossier(DossierState.COMMITTED)
    table = Dossier.history.model._meta.db_table
    row = dossier.history.latest("history_id")
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


def test_what_is_written_between_the_two_reads_is_no_alarm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rows are read first: objects that changed or appeared since are looked at again."""
    first = factories.organisation()
    read_before = list(Organisation.history.order_by("id", "history_id"))
    amend(first, action="amend", actor=factories.SYSTEM, at=timezone.now(), city="Nantes")
    factories.organisation()
    monkeypatch.setattr(history, "groupby", lambda rows, key: groupby(read_before, key))
    assert list(broken_rows(Organisation)) == []


def test_an_intact_history_verifies() -> None:
    factories.dossier(DossierState.VALIDATED)
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert "labelling.Dossier : " in out.getvalue()
    for title in ("Pièces", "Chartes", "Signatures", "Décisions du comité"):
        assert f"{title} : preuve refaite, conforme" in out.getvalue()
