"""A history made of several tables, read a page at a time: its rows, each with the one before.

The questions are written once a table; where a page begins and how many rows it has is given.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models

from workflows.compiled_sql import Given, Question
from workflows.history import Audited, history_model
from workflows.pages.keyset import RowAfter
from workflows.pages.paging import MOST_KEY, whole_number

MOST_TABLES = 99
OF = Given("of")
MOMENT, NUMBER = Given("moment", models.DateTimeField()), Given("number")


@dataclass(frozen=True, slots=True)
class History:
    """The rows of the history of `model` whose `column` holds the key `of`.

    `related` are read along with them: those that a record's own words (`str`) ask for. What was
    done by the actions `without` is left out.
    """

    model: type[Audited]
    column: str
    of: Any
    related: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @classmethod
    def of_one(cls, instance: Audited, *, without: tuple[str, ...] = ()) -> "History":
        """That of one object."""
        model = type(instance)
        return cls(model, model._meta.pk.attname, instance.pk, without=without)

    @property
    def table(self) -> "Table":
        return Table(self.model._meta.label_lower, self.column, self.related, self.without)


class Table(NamedTuple):
    """What the SQL that reads a History depends on."""

    label: str
    column: str
    related: tuple[str, ...]
    without: tuple[str, ...]

    @property
    def model(self) -> Any:
        return apps.get_model(self.label)

    def rows(self) -> "models.QuerySet[Any]":
        """Those of the key that is given."""
        return self.keyed(OF).select_related(*self.related)

    def keyed(self, key: Any) -> "models.QuerySet[Any]":
        rows: models.QuerySet[Any] = history_model(self.model).objects.filter(**{self.column: key})
        return rows.exclude(transition__in=self.without) if self.without else rows


class Place(NamedTuple):
    """Where a row stands in a history made of several tables; the last is the newest."""

    when: datetime
    history_id: int
    table: int

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """Read what `str(place)` wrote; None for anything else, which is the first page."""
        try:
            written, history_id, table = text.split("_")
            when = datetime.fromisoformat(written).astimezone(UTC)
        except (ValueError, OverflowError):
            return None
        numbers = whole_number(history_id, most=MOST_KEY), whole_number(table, most=MOST_TABLES)
        return None if None in numbers else cls(when, int(history_id), int(table))

    def __str__(self) -> str:
        return f"{self.when.astimezone(UTC).isoformat()}_{self.history_id}_{self.table}"


Placed = tuple[Place, Any]


def rows_after(
    histories: Sequence[History], after: Place | None, size: int
) -> tuple[list[tuple[Any, Any]], Place | None]:
    """The `size` rows that come `after`, newest first, each with the row before it of its object
    (None for the first), and where the next page begins (None after the last).

    One query, and at most two for each table that the page meets, however long the history.
    """
    met = _tables_met(histories, after, size)
    read = [
        _newest(history, rank, after, size) if rank in met else []
        for rank, history in enumerate(histories)
    ]
    page = list(islice(heapq.merge(*read, key=lambda pair: pair[0], reverse=True), size + 1))
    shown = page[:size]
    previous = _previous_of(shown, read, histories)
    following = shown[-1][0] if len(page) > size else None
    return [(row, previous.get(place)) for place, row in shown], following


def _tables_met(histories: Sequence[History], after: Place | None, size: int) -> set[int]:
    """The ranks of those that hold a row of the page, or the first of the next: one query."""
    given: dict[str, Any] = {f"of{rank}": history.of for rank, history in enumerate(histories)}
    if after is not None:
        given |= {"moment": after.when, "number": after.history_id}
    tables = tuple(history.table for history in histories)
    places = _places.rows(tables, after and after.table, size + 1, **given)
    return {table for _, _, table in places}


@Question
def _places(
    tables: Sequence[Table], after: int | None, most: int
) -> "models.QuerySet[Any, tuple[Any, ...]]":
    """The first places of all `tables` after one of that whose rank is `after`."""
    each = [
        (
            table.keyed(Given(f"of{rank}"))
            .annotate(table=models.Value(rank, models.IntegerField()))
            .values_list("history_date", "history_id", "table"),
            _operator(rank, after),
        )
        for rank, table in enumerate(tables)
    ]
    if len(each) == 1:
        [(alone, operator)] = each
        return _after(alone, operator)[:most]
    first, *others = [_first_to_join(rows, operator, most) for rows, operator in each]
    places = first.union(*others, all=True)
    return places.order_by("-history_date", "-history_id", "-table")[:most]


def _newest(history: History, rank: int, after: Place | None, size: int) -> list[Placed]:
    """The first rows of one table after `after`, newest first, one more than `size`."""
    given = {"of": history.of}
    operator = _operator(rank, after and after.table)
    if after is not None:
        given |= {"moment": after.when, "number": after.history_id}
    rows = _first_rows.objects(history.table, operator, size + 1, **given)
    return [(Place(row.history_date, row.history_id, rank), row) for row in rows]


def _operator(rank: int, after: int | None) -> str:
    """How the rows of a table compare to a place of the table `after`, to come after it.

    Of two rows of one moment and one number, that of the last table comes first.
    """
    if after is None:
        return ""
    return "<=" if rank < after else "<"


@Question
def _first_rows(table: Table, operator: str, most: int) -> "models.QuerySet[Any]":
    newest = _after(table.rows(), operator)
    # Their numbers first: SQLite would sort whole rows, with all the texts that they keep.
    return newest.filter(history_id__in=newest.values("history_id")[:most])


def _first_to_join(
    rows: "models.QuerySet[Any]", operator: str, most: int
) -> "models.QuerySet[Any]":
    """The same, as part of a UNION; SQLite takes no LIMIT there."""
    newest = _after(rows, operator)
    if connection.features.supports_slicing_ordering_in_compound:
        return newest[:most]
    return newest.filter(history_id__in=newest.values("history_id")[:most]).order_by()


def _after(rows: "models.QuerySet[Any]", operator: str) -> "models.QuerySet[Any]":
    """`rows`, newest first, those that come after the place that is given."""
    newest = rows.order_by("-history_date", "-history_id")
    if operator:
        columns = models.F("history_date"), models.F("history_id")
        newest = newest.filter(RowAfter(*columns, MOMENT, NUMBER, operator=operator))
    return newest


def _previous_of(
    shown: Sequence[Placed], read: Iterable[Sequence[Placed]], histories: Iterable[History]
) -> dict[Place, Any]:
    """The row before each, of the same object: one query a table, for those not read yet."""
    wanted = {place for place, _ in shown}
    previous: dict[Place, Any] = {}
    for rows, history in zip(read, histories, strict=True):
        key_of = history.model._meta.pk.attname
        oldest: dict[Any, Placed] = {}
        for place, row in rows:
            newer = oldest.get(getattr(row, key_of))
            if newer:
                previous[newer[0]] = row
            oldest[getattr(row, key_of)] = (place, row)
        lacking = {
            key: place
            for key, (place, row) in oldest.items()
            if place in wanted and row.history_type != "+"
        }
        if lacking:
            for row in _rows_before(history, lacking):
                previous[lacking[getattr(row, key_of)]] = row
    return previous


def _rows_before(history: History, places: Mapping[Any, Place]) -> list[Any]:
    """The last row of each object before the place given for its key."""
    given: dict[str, Any] = {"of": history.of}
    for rank, (key, place) in enumerate(places.items()):
        given |= {f"key{rank}": key, f"before{rank}": place.history_id}
    return _last_before.objects(history.table, len(places), **given)


@Question
def _last_before(table: Table, objects: int) -> "models.QuerySet[Any]":
    key_of = table.model._meta.pk.attname
    before = models.Q()
    for rank in range(objects):
        key, number = Given(f"key{rank}"), Given(f"before{rank}")
        before |= models.Q(**{key_of: key, "history_id__lt": number})
    last = table.rows().filter(before).order_by().values(key_of)
    numbers = last.annotate(last=models.Max("history_id")).values("last")
    return table.rows().filter(history_id__in=numbers)
