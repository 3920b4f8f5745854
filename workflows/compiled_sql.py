"""Statements compiled once per shape: the engine's three, and the questions that pages ask.

The engine reads and writes the same shapes of rows on every transition: having the ORM compile
them again each time is a third of its cost (benchmarks, `transition`). A page that lists asks the
same few questions of everybody, and so does that of one case: most are answered sooner than they
are put into SQL. Values still go through the fields' own preparation and the database's own
converters, so every type is stored and read exactly as the ORM would.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.transaction import get_connection

Field = models.Field[Any, Any]
AnyModel = TypeVar("AnyModel", bound=models.Model)
MOST_SHAPES = 128  # of one question: pages deep down are shapes too


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
    database = get_connection()
    values = [field.get_db_prep_save(field.pre_save(instance, True), database) for field in fields]
    with database.cursor() as cursor:
        cursor.execute(sql, values)
        if instance.pk is None:
            instance.pk = cursor.fetchone()[0]
    instance._state.adding, instance._state.db = False, database.alias


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


class Given(models.Expression):
    """In a question, what is told each time it is asked, under its `name`."""

    def __init__(self, name: str, output_field: "Field | None" = None) -> None:
        """A key, unless `output_field` says what else."""
        super().__init__(output_field or models.BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Question:
    """A queryset that is written once, and asked with what is `Given`.

    `write` makes the queryset; it may take `shape`, on which the SQL depends, and must depend on
    nothing else: neither on the day nor on what is stored.
    """

    def __init__(self, write: "Callable[..., models.QuerySet[Any, Any]]") -> None:
        self._write = write
        self._compiled = lru_cache(maxsize=MOST_SHAPES)(self._compile)
        self._compiled_to_count = lru_cache(maxsize=MOST_SHAPES)(self._compile_to_count)
        self._compiled_to_exist = lru_cache(maxsize=MOST_SHAPES)(self._compile_to_exist)

    def rows(self, *shape: Hashable, **given: Any) -> list[tuple[Any, ...]]:
        """What the queryset of `shape`, a `values_list`, would give: one query."""
        compiled = self._compiled(*shape)
        found: Any = compiled.statement.run(**given)
        if compiled.converters:
            found = compiled.compiler.apply_converters(found, compiled.converters)
        return [tuple(row) for row in found]

    def count(self, *shape: Hashable, **given: Any) -> int:
        """How many rows that is; their order, if any, would only slow it down."""
        counted = self._compiled_to_count(*shape).run(**given)
        number: int = counted[0][0] if counted else 0
        return number

    def exists(self, *shape: Hashable, **given: Any) -> bool:
        """Whether it would give anything."""
        return bool(self._compiled_to_exist(*shape).run(**given))

    def objects(self, *shape: Hashable, **given: Any) -> list[Any]:
        """What the queryset of `shape`, of objects, would give: one query, save for prefetches."""
        compiled = self._compiled(*shape)
        if not compiled.statement.sql:
            return []
        bound = copy(compiled.compiler)
        bound.connection = get_connection()
        bound.execute_sql = lambda *args, **kwargs: [compiled.statement.run(**given)]
        found = compiled.written._clone()
        found._query = _Ready(bound)
        return list(found)

    def first(self, *shape: Hashable, **given: Any) -> Any | None:
        """The first of the `objects` of a queryset that has an order, or one row; None if none."""
        return next(iter(self.objects(*shape, **given)), None)

    def asked(self, **given: Any) -> tuple[str, tuple[Any, ...]]:
        """The statement by which `exists` is asked, for the suite to compare."""
        statement = self._compiled_to_exist()
        return statement.sql, _values(statement.params, given)

    def _compile(self, *shape: Hashable) -> "_Compiled":
        written = self._write(*shape)
        return _Compiled(written, *_compiled(written.query))

    def _compile_to_count(self, *shape: Hashable) -> "Statement":
        rows = self._compiled(*shape).statement
        # The SQL is the ORM's own.
        sql = f"SELECT COUNT(*) FROM ({rows.sql}) counted" if rows.sql else ""  # noqa: S608
        return Statement(sql, rows.params)

    def _compile_to_exist(self, *shape: Hashable) -> "Statement":
        _, statement, _ = _compiled(self._write(*shape).query.exists())
        return statement


class Statement:
    """SQL, and what goes in its places; no SQL where nothing could answer.

    What is given changes from one asking to the next; the rest must not, nor the SQL. PostgreSQL
    plans it once a connection, after as many askings as `prepare_threshold` says there.
    """

    def __init__(self, sql: str, params: Sequence[Any]) -> None:
        self.sql, self.params = sql, params

    def run(self, **given: Any) -> list[Any]:
        """The rows as the database gives them: one query."""
        if not self.sql:
            return []
        database: Any = get_connection()
        if database.vendor != "postgresql" or database.queries_logged:  # a log shows the values
            with database.cursor() as cursor:
                cursor.execute(self.sql, _values(self.params, given))
                return cast(list[Any], cursor.fetchall())
        database.ensure_connection()
        sql, told = self._numbered
        # Django's cursor over one of psycopg's that leaves values to the server. psycopg is what
        # Django found: it is installed where PostgreSQL serves.
        raw = database.Database.RawCursor(database.connection)
        with database._prepare_cursor(raw) as cursor:
            cursor.execute(sql, _values(told, given))
            return cast(list[Any], cursor.fetchall())

    @cached_property
    def _numbered(self) -> tuple[str, list[Given]]:
        """The SQL in PostgreSQL's own writing, and what is given in its places.

        What it always says is written in it, as psycopg would have: a plan made for any value knows
        none, and what makes it a good one may be there, as the condition of a partial index.
        """
        database: Any = get_connection()
        literal, rest = database.Database.sql.Literal, iter(self.params)
        told: list[Given] = []

        def place(found: re.Match[str]) -> str:
            if found[0] == "%%":
                return "%"
            value = next(rest)
            if isinstance(value, Given):
                told.append(value)
                return f"${len(told)}"
            return literal(value).as_string(database.connection)

        return re.sub(r"%%|%s", place, self.sql), told


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A queryset written, what the ORM made of it, and how its rows are converted."""

    written: Any
    compiler: Any
    statement: Statement
    converters: dict[int, Any]


class _Ready:
    """All that a queryset asks of its query to read rows: a compiler."""

    def __init__(self, compiler: Any) -> None:
        self._compiler = compiler

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiler.query, name)


def _compiled(query: Any) -> tuple[Any, Statement, dict[int, Any]]:
    compiler: Any = query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:  # nothing answers it, whatever is given
        return compiler, Statement("", ()), {}
    columns = [column for column, _, _ in compiler.select]
    return compiler, Statement(sql, params), compiler.get_converters(columns)


def _values(params: Sequence[Any], given: dict[str, Any]) -> tuple[Any, ...]:
    """`params`, with what is given where it goes."""
    database = get_connection()
    return tuple(
        item.output_field.get_db_prep_value(given[item.name], database)
        if isinstance(item, Given)
        else item
        for item in params
    )
