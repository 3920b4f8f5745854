"""Many rows in one statement: what `workflows.rows.single` does of one, of a whole set.

Rows of one model at a time, and a thousand at most: most values are parameters, and either database
counts them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import chain, count
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.transaction import get_connection

from workflows.rows.single import Field

AnyModel = TypeVar("AnyModel", bound=models.Model)
PREPARES = ("get_db_prep_save", "get_db_prep_value", "get_prep_value")
# Rows written together share their days and moments; equal ones are stored alike.
FEW = frozenset((date, datetime, bool, type(None)))
INTEGERS = (models.IntegerField, models.BigAutoField)


def lock_all(instances: Sequence[AnyModel]) -> list[AnyModel]:
    """Read the rows of `instances` again, each in its place, locked until commit.

    In the order of the keys, so that two sets wait for each other at worst. DoesNotExist when one
    is gone.
    """
    model: Any = type(instances[0])
    keys = [instance.pk for instance in instances]
    rows = model._base_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    if gone := set(keys) - found.keys():
        raise model.DoesNotExist(f"{model._meta.label} {sorted(gone)} are gone")
    return [found[key] for key in keys]


def insert_all(instances: Sequence[models.Model]) -> None:
    """Insert `instances`, parents' rows first; the database gives the keys that they have not.

    As `insert`: no signal is sent and nothing is validated. Keys come back in the order of the
    rows, on which Django's own `bulk_create` relies as well.
    """
    if not instances:
        return
    model = type(instances[0])
    for table in _tables(model):
        _insert(table, instances)
    for instance in instances:
        instance._state.adding, instance._state.db = False, get_connection().alias


def insert_rows(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Insert into the table of `model` the columns that each of `rows` tells; return their keys.

    For those that nobody uses as objects: making one of each would cost more than writing it.
    """
    if not rows:
        return []
    fields = [field for field in _own_fields(model) if field.attname in rows[0]]
    return _insert_columns(
        model, fields, [[row[field.attname] for row in rows] for field in fields]
    )


def _insert(table: type[models.Model], instances: Sequence[models.Model]) -> None:
    for instance in instances:
        for parent, link in table._meta.parents.items():
            if link is not None:
                setattr(instance, link.attname, getattr(instance, _key(parent).attname))
    key = _key(table)
    keyed = getattr(instances[0], key.attname) is not None
    fields = [field for field in _own_fields(table) if keyed or field is not key]
    keys = _insert_columns(table, fields, [_values(field, instances) for field in fields])
    if not keyed:
        for instance, new in zip(instances, keys, strict=True):
            setattr(instance, key.attname, new)


def _insert_columns(
    table: type[models.Model], fields: Sequence[Field], columns: Sequence[list[Any]]
) -> list[Any]:
    given = _given(fields, columns)
    names = ", ".join(_quoted(field) for field in fields)
    values = ", ".join(given.values)
    # Names come from the models; values are parameters.
    sql = f"INSERT INTO {_named(table)} ({names}) SELECT {values} FROM {given.table}"  # noqa: S608
    with _executed(f"{sql} RETURNING {_quoted(_key(table))}", given.told) as cursor:
        return [key for (key,) in cursor.fetchall()]


def update_all(instances: Sequence[models.Model], attnames: Iterable[str]) -> None:
    """Write the columns `attnames` of `instances`, on their own table and its parents'.

    Raises RuntimeError when a row is not there: the caller holds its lock, so it must be.
    """
    names = frozenset(attnames)
    for table in _tables(type(instances[0])):
        fields = [field for field in _own_fields(table) if field.attname in names]
        if fields:
            _update(table, fields, instances)


def _update(
    table: type[models.Model], fields: Sequence[Field], instances: Sequence[models.Model]
) -> None:
    key, name = _key(table), _named(table)
    among = [key, *fields]
    given = _given(among, [_values(field, instances) for field in among])
    which, *values = given.values
    written = ", ".join(
        f"{_quoted(field)} = {value}" for field, value in zip(fields, values, strict=True)
    )
    sql = f"UPDATE {name} SET {written} FROM {given.table} WHERE {name}.{_quoted(key)} = {which}"  # noqa: S608
    with _executed(sql, given.told) as cursor:
        if cursor.rowcount != len(instances):
            raise RuntimeError(f"{table._meta.label}: {cursor.rowcount} rows, not all are there")


@cache
def _tables(model: type[models.Model]) -> list[type[models.Model]]:
    """Its parents', the first of all first, then its own."""
    return [*reversed(model._meta.get_parent_list()), model]


@cache
def _own_fields(table: type[models.Model]) -> list[Field]:
    return [field for field in table._meta.local_concrete_fields if not field.generated]


def _key(table: type[models.Model]) -> Any:
    return table._meta.pk


def _stored(field: Field, values: list[Any]) -> list[Any]:
    """How `values` of `field` are stored; null is null whatever the field."""
    database, prepare = get_connection(), field.get_db_prep_save
    kinds = set(map(type, values))
    ready = _stored_as_they_are(field)
    if kinds <= ready:
        return values
    if values[0] is values[-1] and len(set(map(id, values))) == 1:
        return [prepare(values[0], database)] * len(values)
    if kinds <= FEW:
        known = {value: prepare(value, database) for value in set(values)}
        return [known[value] for value in values]
    return [value if type(value) in ready else prepare(value, database) for value in values]


def _values(field: Field, instances: Sequence[models.Model]) -> list[Any]:
    """What each holds; the moment of saving is one for all."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        now = field.pre_save(instances[0], True)
        for instance in instances:
            setattr(instance, field.attname, now)
    elif not _holds_what_is_saved(field):
        return [field.pre_save(instance, True) for instance in instances]
    return list(map(attrgetter(field.attname), instances))


@cache
def _holds_what_is_saved(field: Field) -> bool:
    plain = (models.Field, models.DateField, models.DateTimeField, models.TimeField)
    return _method(field, "pre_save") in {kind.pre_save for kind in plain}


@cache
def _stored_as_they_are(field: Field) -> frozenset[type]:
    """The types of the values to which it does nothing: Django's own fields ask much to say so."""
    told: Any = field.target_field if isinstance(field, models.ForeignKey) else field
    for plain, written in ((str, (models.CharField, models.TextField)), (int, INTEGERS)):
        if all(_method(told, name) in {_method(one, name) for one in written} for name in PREPARES):
            return frozenset((plain, type(None)))
    return frozenset((type(None),))


def _method(field: Any, name: str) -> Any:
    return getattr(field if isinstance(field, type) else type(field), name)


def _quoted(field: Field) -> str:
    return get_connection().ops.quote_name(str(field.column))


def _named(table: type[models.Model]) -> str:
    return get_connection().ops.quote_name(table._meta.db_table)


@dataclass(frozen=True, slots=True)
class _Given:
    """What a statement is given: `values`, the SQL of each column; their `table`; the parameters.

    `told` are those of `values`, then those of `table`: the order in which a statement names them.
    """

    values: list[str]
    table: str
    told: list[Any]


def _given(fields: Sequence[Field], columns: Sequence[list[Any]]) -> _Given:
    """`columns` of rows, the values of `fields`; what is the same of all is told once.

    The first makes the rows, whether it differs or not.
    """
    stored = [_stored(field, values) for field, values in zip(fields, columns, strict=True)]
    alike = [rank > 0 and _same(column) for rank, column in enumerate(stored)]
    once = [column[0] for column, same in zip(stored, alike, strict=True) if same]
    each = [column for column, same in zip(stored, alike, strict=True) if not same]
    if get_connection().vendor == "postgresql":
        return _given_to_postgresql(fields, alike, once, each)
    row = "(" + ", ".join(["%s"] * len(each)) + ")"
    rank = count(1)
    return _Given(
        ["%s" if same else f"given.column{next(rank)}" for same in alike],
        f"(VALUES {', '.join([row] * len(each[0]))}) AS given",
        [*once, *chain.from_iterable(zip(*each, strict=True))],
    )


def _given_to_postgresql(
    fields: Sequence[Field], alike: list[bool], once: list[Any], each: list[list[Any]]
) -> _Given:
    """One array a column: psycopg takes longer to place each value than the database to store it.

    Each mark says its type, which a parameter alone does not have.
    """
    types = [_type(field) for field in fields]
    mark, rank = count(1), count(1)
    values = [
        f"${next(mark)}::{type_}" if same else f"given.column{next(rank)}"
        for type_, same in zip(types, alike, strict=True)
    ]
    arrays = [
        f"${next(mark)}::{type_}[]" for type_, same in zip(types, alike, strict=True) if not same
    ]
    names = ", ".join(f"column{place}" for place in range(1, len(each) + 1))
    return _Given(
        values,
        f"unnest({', '.join(arrays)}) AS given ({names})",
        [*once, *(_array(column) for column in each)],
    )


def _same(column: list[Any]) -> bool:
    return bool(column[0] == column[-1]) and column.count(column[0]) == len(column)


def _array(column: list[Any]) -> Any:
    """A column as PostgreSQL writes an array: psycopg would ask a pattern about each value."""
    writings = _writings()
    if not {type(value) for value in column} <= writings.keys():
        return column
    written = [writings[type(value)](value) for value in column]
    return "{" + ",".join(written) + "}"


@cache
def _writings() -> dict[type, Callable[[Any], str]]:
    """How PostgreSQL reads a value in an array, by its type."""
    database: Any = get_connection()
    return {
        type(None): lambda value: "NULL",
        int: str,
        str: _element,
        date: date.isoformat,
        datetime: datetime.isoformat,
        UUID: str,
        database.Database.types.json.Jsonb: lambda value: _element(value.dumps(value.obj)),
    }


def _element(text: str) -> str:
    escaped = text.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'


def _type(field: Field) -> str:
    """What its column holds; a text of any length, since a cast would cut it in silence."""
    stored = str(field.db_type(get_connection()))
    return "text" if stored.startswith("varchar") else stored


@contextmanager
def _executed(sql: str, told: list[Any]) -> Iterator[Any]:
    """The cursor that has executed it; where marks are PostgreSQL's own, the server binds them."""
    database: Any = get_connection()
    if database.vendor == "postgresql":
        database.ensure_connection()
        raw = database.Database.RawCursor(database.connection)
        cursor = database._prepare_cursor(raw)
    else:
        cursor = database.cursor()
    with cursor:
        cursor.execute(sql, told)
        yield cursor
