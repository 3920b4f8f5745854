"""The engine's two statements, INSERT and UPDATE, whose text is compiled once per shape.

The engine writes the same shapes of rows on every transition: having the ORM compile them again
each time is a third of its cost (benchmarks, `transition`). Values still go through the fields'
own `get_db_prep_save`, so every type is stored exactly as the ORM would.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection, models

Field = models.Field[Any, Any]


@cache
def _insert_statement(model: type[models.Model], keyed: bool) -> tuple[str, list[Field]]:
    quote = connection.ops.quote_name
    key = model._meta.pk
    fields = [field for field in model._meta.concrete_fields if keyed or field is not key]
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    # Table and column names come from the models; values are parameters.
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    return f"{sql} RETURNING {quote(key.column)}", fields


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
    quote = connection.ops.quote_name
    tables: dict[type[models.Model], list[Field]] = {}
    for field in model._meta.concrete_fields:
        if field.attname in attnames:
            tables.setdefault(field.model, []).append(field)
    statements = []
    for table, fields in tables.items():
        columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
        name, key = quote(table._meta.db_table), quote(table._meta.pk.column)
        sql = f"UPDATE {name} SET {columns} WHERE {key} = %s"  # noqa: S608
        statements.append((sql, fields))
    return statements


def update(instance: models.Model, attnames: Iterable[str]) -> None:
    """Write the columns `attnames` of `instance`, on its own table and its parents'.

    Raises RuntimeError when the row is not there: the caller holds its lock, so it must be.
    """
    for sql, fields in _update_statements(type(instance), frozenset(attnames)):
        values = [
            field.get_db_prep_save(getattr(instance, field.attname), connection)
            for field in fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, instance.pk])
            if cursor.rowcount != 1:
                raise RuntimeError(f"{instance._meta.label} {instance.pk} is gone")
