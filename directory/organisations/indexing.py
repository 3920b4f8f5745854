"""The index of the words of a folded column: GIN on PostgreSQL, FTS5 on SQLite.

Both read a word as what stands between spaces and find it by its beginning, in no order, without
any dictionary: they answer alike. Neither asks for an extension to be installed, nor for more
rights than those of who migrates.
"""

from collections.abc import Iterator, Sequence
from functools import cache, reduce
from operator import or_
from typing import Any, TypeVar

from django.db import connection
from django.db.models import BooleanField, CharField, Func, Model, Q, QuerySet, Subquery, Value

from directory.organisations.plurals import Sought
from workflows.compiled_sql import Given, Statement
from workflows.triggers import TableOperation

PLACES = "first", "other"
HANDFUL = 64  # keys, that a statement may name one by one
# Of `rows`, `found` have the words: gathering and sorting them costs what `found` does, meeting a
# page of them by reading what `rows / found` does. Measured alike where found² is this times rows.
ALIKE = 32

AnyQuerySet = TypeVar("AnyQuerySet", bound="QuerySet[Any]")


class WordIndex(TableOperation):
    """Index the words of `column` of the table of `model_name`; that of a model, by its beginning.

    On SQLite, triggers keep the index, in the transaction that writes the table. A migration that
    alters the table repeats its WordIndex: SQLite remakes the table, and its triggers go with it.
    """

    def __init__(self, model_name: str, column: str) -> None:
        super().__init__(model_name)
        self.column = column

    def forwards(self, vendor: str, model: type[Model]) -> Iterator[str]:
        table = model._meta.db_table
        yield from _drop_statements(vendor, table)
        yield from _create_statements(vendor, table, self.column)

    def backwards(self, vendor: str, model: type[Model]) -> list[str]:
        return _drop_statements(vendor, model._meta.db_table)

    def describe(self) -> str:
        return f"Index the words of {self.column} of {self.model_name}"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model_name, self.column], {}


class HasWords(Func):
    """Whether each of `words`, in one of its forms, begins a word of a row: (key, column).

    By the index of `table`. The words are folded: none holds a quote, nor anything that has a
    meaning in a query. A question may be given what `in_index` makes of them.
    """

    arity = 2
    output_field = BooleanField()

    def __init__(self, *expressions: Any, table: str, words: Sequence[Sought] | Given) -> None:
        super().__init__(*expressions)
        self.table = table
        self.asked: Any = words if isinstance(words, Given) else in_index(words)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        key, params = compiler.compile(self.source_expressions[0])
        index = connection.ops.quote_name(_fts(self.table))
        found = f"SELECT rowid FROM {index} WHERE {index} MATCH %s"  # noqa: S608 - our own name
        return f"{key} IN ({found})", (*params, self.asked)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        column, params = compiler.compile(self.source_expressions[1])
        return f"{_lexemes(column)} @@ %s::tsquery", (*params, self.asked)


class BeginsWord(Func):
    """Whether a word of a column begins with `form`: the first, or another.

    No text is made of each row to tell. A question may be given `form`, and `spaced` after a space.
    """

    arity = 1
    output_field = BooleanField()

    def __init__(self, column: str, form: Any, spaced: Any) -> None:
        super().__init__(column)
        self.patterns = form, spaced

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        column, params = compiler.compile(self.source_expressions[0])
        sql = f"({column} LIKE %s OR {column} LIKE %s)"
        return sql, (*params, self.patterns[0], *params, self.patterns[1])


def with_words(
    found: "QuerySet[Any]", column: str, words: Sequence[Sought] | Given
) -> "QuerySet[Any]":
    """Those of `found`, of one table, where each of `words` begins a word of `column`."""
    return found.filter(HasWords("pk", column, table=found.model._meta.db_table, words=words))


def reading_words(found: AnyQuerySet, column: str, words: Sequence[Sought]) -> AnyQuerySet:
    """The same of any rows, each read in turn: for lists that meet some soon in their own order."""
    for forms in words:
        beginning = (Q(BeginsWord(column, *patterns(form))) for form in forms)
        found = found.filter(reduce(or_, beginning))
    return found


def met_by(found: AnyQuerySet, named: "QuerySet[Any]") -> AnyQuerySet:
    """Those of `found` for each of which `named`, one row of another table at most, is there.

    Looked up for each row that the list meets: PostgreSQL, which cannot tell how many have the
    words, would otherwise start from them all, and sort. Of a question with a yes or a no it
    expects half to pass, of an equal key one in two hundred.
    """
    return found.filter(Subquery(named.order_by().values(met=Value(True))))


def patterns(form: Any) -> tuple[Any, ...]:
    """What a text is like where `form` begins its first word, or another; or where both go."""
    if isinstance(form, Given):
        return tuple(Given(f"{form.name}_{place}", CharField()) for place in PLACES)
    return f"{form}%", f"% {form}%"


def look_up_words(
    model: type[Model], column: str, words: Sequence[Sought], *, few: int
) -> tuple[bool, tuple[int, ...] | None]:
    """Whether many rows of the table of `model` have the words: more than `few`, or half as many
    where they are soon met. It looks no further.

    And the keys of those that do, unless they are more than a HANDFUL: what reads the rows next
    need not look the words up again.
    """
    handful = min(few, HANDFUL)
    asked = _first_with_words(model, column, few + 1, handful)
    ((number, keys, rows),) = asked.run(words=in_index(words))
    held = tuple(map(int, (keys or "").split())) if number <= handful else None
    soon_met = number**2 > ALIKE * (rows or 0) > 0
    return number > few or (number > few // 2 and soon_met), held


@cache
def _first_with_words(model: type[Model], column: str, most: int, handful: int) -> Statement:
    """How many have them, up to `most`, their keys when a `handful`, and of about how many rows."""
    words, table = Given("words", CharField()), connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "sqlite":
        # Asked of the index alone: `IN` would have it give every key there is, before the first.
        index = connection.ops.quote_name(_fts(model._meta.db_table))
        first = f"SELECT rowid AS key FROM {index} WHERE {index} MATCH %s"  # noqa: S608 - ours
        keys = "GROUP_CONCAT(key, ' ')"
        # Two questions: SQLite finds one end of an index at once, but reads it all for both.
        rows = f"(SELECT MAX(id) FROM {table}) - (SELECT MIN(id) FROM {table})"  # noqa: S608
    else:
        cut = _lexemes(column)
        rows = f"(SELECT reltuples FROM pg_class WHERE oid = '{table}'::regclass)"  # noqa: S608
        first = f"SELECT id AS key FROM {table} WHERE {cut} @@ %s::tsquery"  # noqa: S608 - ours
        keys = "STRING_AGG(key::text, ' ')"
    told = f"CASE WHEN COUNT(*) <= {handful} THEN {keys} END"
    sql = f"SELECT COUNT(*), {told}, {rows} FROM ({first} LIMIT {most}) first"  # noqa: S608 - ours
    return Statement(sql, [words])


def in_index(words: Sequence[Sought]) -> str:
    """`words` in the language of the index."""
    if connection.vendor == "sqlite":
        return _asked(words, '"{}"*', either=" OR ", both=" AND ")
    return _asked(words, "'{}':*", either=" | ", both=" & ")


def _asked(words: Sequence[Sought], beginning: str, *, either: str, both: str) -> str:
    """The words in the language of an index: `beginning` formats one form of a word."""
    return both.join(f"({either.join(map(beginning.format, forms))})" for forms in words)


def _fts(table: str) -> str:
    return f"{table}_words"


def _lexemes(column: str) -> str:
    """Cut at spaces, and nowhere else: the parser of PostgreSQL has its own idea of a word."""
    return f"array_to_tsvector(string_to_array({column}, ' '))"


def _create_statements(vendor: str, table: str, column: str) -> Iterator[str]:
    words = _fts(table)
    if vendor == "postgresql":
        # Read far more than written: no list of what is new, that each search would go through.
        yield (
            f'CREATE INDEX "{words}" ON "{table}" USING gin ({_lexemes(column)}) '
            "WITH (fastupdate = off)"
        )
        return
    yield (
        f'CREATE VIRTUAL TABLE "{words}" USING fts5("{column}", content="{table}", '
        "content_rowid=id, tokenize=ascii, prefix='1 2 3', columnsize=0, detail=none)"
    )
    into = f'INSERT INTO "{words}" '
    yield f"{into} (\"{words}\") VALUES ('rebuild')"
    enter = f'{into} (rowid, "{column}") VALUES (NEW.id, NEW."{column}");'
    leave = f'{into} ("{words}", rowid, "{column}") VALUES (\'delete\', OLD.id, OLD."{column}");'
    changes = f'WHEN OLD."{column}" IS NOT NEW."{column}" OR OLD.id IS NOT NEW.id'
    yield f'CREATE TRIGGER "{words}_insert" AFTER INSERT ON "{table}" BEGIN {enter} END'
    yield f'CREATE TRIGGER "{words}_delete" AFTER DELETE ON "{table}" BEGIN {leave} END'
    yield (
        f'CREATE TRIGGER "{words}_update" AFTER UPDATE ON "{table}" {changes} '
        f"BEGIN {leave} {enter} END"
    )


def _drop_statements(vendor: str, table: str) -> list[str]:
    words = _fts(table)
    if vendor == "postgresql":
        return [f'DROP INDEX IF EXISTS "{words}"']
    triggers = (f"{words}_{verb}" for verb in ("insert", "update", "delete"))
    return [
        *(f'DROP TRIGGER IF EXISTS "{name}"' for name in triggers),
        f'DROP TABLE IF EXISTS "{words}"',
    ]
