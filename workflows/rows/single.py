"""The engine's three statements on one row, compiled once per shape.

It reads and writes the same shapes of rows on every transition: having the ORM compile them again
each time is a third of its cost (benchmarks, `transition`). Values still go through the fields' own
preparation and the database's own converters, so every type is stored and read exactly as the ORM
would.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar, cast

from django.db import connection, models
from django.db.transaction import get_connection

Field = models.Field[Any, Any]
AnyModel = TypeVar("AnyModel", bound=models.Model)


@cache
def _select_statement(model: type[models.Model]) -> tuple[str, list[str], dict[int, Any]]:
    """The SELECT of one row by key, its field names, and the converters by position.

    Every table is locked, a child's and its parents': after a wait, PostgreSQL reads again the rows
    it locks, and those alone; of the others it would keep what they held before. Not the key:
    whoever inserts a row that points here does not wait.
    """
    query = model._base_manager.select_for_update(no_key=True).filter(pk=0).query
    compiler: Any = query.get_compiler(connection=connection)
    sql, _ = compiler.as_sql()
    columns = [column for column, _, _ in compiler.select]
    return sql, [column.target.attname for column in columns], compiler.get_converters(columns)


def lock(instance: AnyModel) -> AnyModel:
    """Read the row of `instance` again, locked until commit, in its table and its parents'.

    Raises DoesNotExist when it is gone, TransactionManagementError outside of a transaction.
    """
    model: Any = type(instance)
    sql, names, converters = _select_statement(model)
    database = get_connection()
    with database.cursor() as cursor:
        cursor.execute(sql, [instance.pk])
        found = cursor.fetchone()
    if found is None:
        raise model.DoesNotExist(f"{model._meta.label} {instance.pk} is gone")
    row = list(found)
    for position, (convert_all, column) in converters.items():
        for convert in convert_all:
            row[position] = convert(row[position], column, database)
    locked: AnyModel = model.from_db(database.alias, names, row)
    return locked


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


def insert(instance: models.Model) -> None:
    """Insert `instance`, whose primary key the database gives when it has none.

    No signal is sent and nothing is validated: for the rows of the engine itself.
    """
    sql, fields = _insert_statement(type(instance), instance.pk is not None)
    key = _execute_insert(sql, fields, [field.pre_save(instance, True) for field in fields])
    if instance.pk is None:
        instance.pk = key
    instance._state.adding, instance._state.db = False, get_connection().alias


def insert_row(model: type[models.Model], row: Mapping[str, Any]) -> Any:
    """Insert into the table of `model` what `row` says of each column; return the key it gets."""
    sql, fields = _insert_statement(model, keyed=False)
    return _execute_insert(sql, fields, [row[field.attname] for field in fields])


def _execute_insert(sql: str, fields: list[Field], values: list[Any]) -> Any:
    database = get_connection()
    prepared = [
        field.get_db_prep_save(value, database) for field, value in zip(fields, values, strict=True)
    ]
    with database.cursor() as cursor:
        cursor.execute(sql, prepared)
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
    database = get_connection()
    for sql, fields in _update_statements(type(instance), frozenset(attnames)):
        values = [
            field.get_db_prep_save(getattr(instance, field.attname), database) for field in fields
        ]
        with database.cursor() as cursor:
            cursor.execute(sql, [*values, instance.pk])
            if cursor.rowcount != 1:
                raise RuntimeError(f"{instance._meta.label} {instance.pk} is gone")
