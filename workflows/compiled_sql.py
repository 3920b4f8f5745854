"""Questions that pages ask, put into SQL once per shape.

A page that lists asks the same few questions of everybody, and so does that of one case: most are
answered sooner than they are put into SQL. Values still go through the fields' own preparation and
the database's own converters, so every type is read exactly as the ORM would.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.transaction import get_connection

Field = models.Field[Any, Any]
MOST_SHAPES = 128  # of one question: pages deep down are shapes too


class Given(models.Expression):
    """In a question, what is told each time it is asked, under its `name`."""

    def __init__(self, name: str, output_field: "Field | None" = None) -> None:
        """A key, unless `output_field` says what else."""
        super().__init__(output_field or models.BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def told(self, given: dict[str, Any], database: Any) -> Any:
        """What it is told among all that is `given`, prepared for `database`."""
        return self.output_field.get_db_prep_value(given[self.name], database)


def keys_to_come(number: int, output_field: "Field | None" = None) -> list[Any]:
    """So many keys, each told when the question is asked: see `as_given`."""
    return [Given(f"key{rank}", output_field) for rank in range(number)]


def as_given(keys: Iterable[Any]) -> dict[str, Any]:
    """What `keys_to_come` are told; as many."""
    return {f"key{rank}": key for rank, key in enumerate(keys)}


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
        return statement.sql, tuple(statement.values(given))

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
        self._places = [
            (place, item) for place, item in enumerate(params) if isinstance(item, Given)
        ]

    def run(self, **given: Any) -> list[Any]:
        """The rows as the database gives them: one query."""
        if not self.sql:
            return []
        database: Any = get_connection()
        if database.vendor != "postgresql" or database.queries_logged:  # a log shows the values
            with database.cursor() as cursor:
                cursor.execute(self.sql, self.values(given))
                return cast(list[Any], cursor.fetchall())
        database.ensure_connection()
        sql, told = self._numbered
        # Django's cursor over one of psycopg's that leaves values to the server. psycopg is what
        # Django found: it is installed where PostgreSQL serves.
        raw = database.Database.RawCursor(database.connection)
        with database._prepare_cursor(raw) as cursor:
            cursor.execute(sql, [item.told(given, database) for item in told])
            return cast(list[Any], cursor.fetchall())

    def values(self, given: dict[str, Any]) -> list[Any]:
        """What goes in its places, with what is given where it goes."""
        database, values = get_connection(), list(self.params)
        for place, item in self._places:
            values[place] = item.told(given, database)
        return values

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
