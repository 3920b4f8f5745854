"""The engine's two statements, INSERT and UPDATE, whose text is compiled once per shape.

The engine writes the same shapes of rows on every transition: having the ORM compile them again
each time is a third of its cost (benchmarks, `transition`). Values still go through the fields'
own `get_db_prep_save`, so every type is stored exactly as the ORM would.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, cast

from django.db import connection, models

Field = models.Field[Any, Any]


def _quoted(field: Field) -> str:
    """The column of a concrete field; django-stubs think of the others, that have none."""
    return connection.ops.quote_name(cast(str, field.column))


@cache
def _insert_statement(model: type[models.Model], keyed: bool) -> tuple[str, list[Field]]:
    key = model._meta.pk
    fields = [field for field in model._meta.concrete_fields if keyed or field is not key]
    columns = ", ".join(_quoted(field) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    # Table and column names come from the models; values are parameters.
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
    return f"{sql} RETURNING {_quoted(key)}", fields


def insert(instance: models.Model) -> Any:
    """Insert `instance` and return its primary key, given by the database when it has none.

    No signal is sent and nothing is validated: for the engine's own append-only rows.
    """
    sql, fields = _insert_statement(type(instance), instance.pk is not None)
    values = [
        field.get_db_prep_save(field.pre_save(instance, True), connection) for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


@cache
def _update_statements(
    model: type[models.Model], attnames: frozenset[str]
) -> list[tuple[str, list[Field]]]:
    """One UPDATE per table that holds some of the columns: a child's own, its parent's."""
    tables: dict[type[models.Model], list[Field]] = {}
    for field in model._meta.concrete_fields:
        if field.attname in attnames:
            tables.setdefault(field.model, []).append(field)
    statements = []
    for table, fields in tables.items():
        columns = ", ".join(f"{_quoted(field)} = %s" for field in fields)
        name, key = connection.ops.quote_name(table._meta.db_table), _quoted(table._meta.pk)
        sql = f"UPDATE {name} SET {columns} WHERE {key} = %s"  # noqa: S608
        statements.append((sql, fields))
    return statements


def update(instance: models.Model, attnames: Iterable[str]) -> None:
    """Write the columns `attnames` of `instance`, on its own table and its parents'.

    Raises RuntimeError when the row is not there: the caller holds its lock, so it must be.
    """
    for sql, fields in _update_statements(type(instance), frozenset(attnames)):
        values = [
            field.get_db_prep_save(getattr(instance, field.attname), connection) for field in fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, instance.pk])
            if cursor.rowcount != 1:
                raise RuntimeError(f"{instance._meta.label} {instance.pk} is gone")
