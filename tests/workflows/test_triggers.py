"""No row of the proof is changed, replaced or deleted, whatever the statement."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.toys import making
from tests.toys.enums import RepairState
from tests.toys.models import Repair, Thanks
from workflows.triggers import append_only_models, drop_statements, unprotected_models

pytestmark = pytest.mark.django_db


def is_refused(sql: str, *params: int | str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)


@pytest.mark.parametrize("model", [Repair, Thanks])
def test_no_history_row_can_be_changed_or_deleted(model: Any) -> None:
    """That every table has its triggers is told from the schema."""
    making.repair(RepairState.MENDED)
    assert model.history.exists()
    table = model.history.model._meta.db_table
    is_refused(f"UPDATE {table} SET reason = 'autre'")
    is_refused(f"DELETE FROM {table}")


def test_no_history_row_is_replaced_nor_a_table_emptied() -> None:
    repair = making.repair()
    table = Repair.history.model._meta.db_table
    if connection.vendor == "sqlite":
        row = repair.history.latest("history_id")
        replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE history_id = %s"
        is_refused(replace, row.history_id)
    else:
        is_refused(f"TRUNCATE {table}")


@pytest.mark.breaks_history
@pytest.mark.parametrize("model", append_only_models(), ids=lambda model: model._meta.label)
def test_a_table_of_facts_without_its_triggers_is_named(model: Any) -> None:
    """Each one when its triggers are gone; on PostgreSQL also when they are merely off."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
        else:
            cursor.execute(drop_statements("sqlite", table)[0])
    assert list(unprotected_models()) == [model]
