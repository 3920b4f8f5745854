"""The proof cannot be altered, and says so when somebody managed to."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from labelling.enums import DossierState
from labelling.models import Dossier
from tests import factories
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
    table = Dossier.history.model._meta.db_table
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


def test_an_intact_history_verifies() -> None:
    factories.dossier(DossierState.VALIDATED)
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert "labelling.Dossier : " in out.getvalue()
