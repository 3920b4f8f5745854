"""The orders of the register, and the keys by which its pages follow each other in each.

An index stands in the order of each, read forwards or backwards.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, F, Field, Value

from directory.organisations.folding import FoldedField, fold
from directory.recognitions.enums import Standing
from directory.recognitions.models import Recognition
from directory.recognitions.querysets import RecognitionQuerySet
from workflows.pages.keyset import RowAfter
from workflows.pages.paging import MOST_KEY, whole_number

MARK = "_"  # no value holds it
NUMBER = re.compile(r"[A-Z]{1,10}(-[0-9]{1,12}){1,2}", re.ASCII)
# What a key may begin with: nothing leads to what the register does not show.
SHOWN = {str(standing.value): standing for standing in Standing if standing != Standing.HIDDEN}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a key has: its field, and how it is read from an address (None: it is not)."""

    field: "Field[Any, Any]"
    read: Callable[[str], Any]


COLUMNS = {
    "standing": Column(BigIntegerField(), SHOWN.get),
    "folded_name": Column(FoldedField(), fold),
    "pk": Column(BigIntegerField(), lambda text: whole_number(text, most=MOST_KEY)),
    "number": Column(CharField(), lambda text: text if NUMBER.fullmatch(text) else None),
    "valid_until": Column(DateField(), _day),
}
Key = tuple[Any, ...]  # the values of an order's columns, for one label


@dataclass(frozen=True, slots=True)
class Order:
    """Columns to sort by, together unique; the other way round when `backwards`."""

    columns: tuple[str, ...]
    backwards: bool = False

    def key_of(self, recognition: Recognition, today: date) -> Key:
        """What is past its last day stands OVER before its state says so."""
        values = {name: getattr(recognition, name) for name in self.columns}
        if "standing" in values:
            standing = Standing(recognition.standing)
            lapsed = standing < Standing.SCHEDULED and recognition.valid_until < today
            values["standing"] = Standing.OVER if lapsed else standing
        return tuple(values.values())

    def write(self, key: Key) -> str:
        """`key` as an address holds it."""
        named = dict(zip(self.columns, key, strict=True))
        return MARK.join(_text(named[name]) for name in self._written())

    def read(self, text: str) -> Key | None:
        """What `write` wrote; None for anything else, which is the first page."""
        names, parts = self._written(), text.split(MARK)
        if len(parts) != len(names):
            return None
        values = {name: COLUMNS[name].read(part) for name, part in zip(names, parts, strict=True)}
        return None if None in values.values() else tuple(values[name] for name in self.columns)

    def sort(
        self, found: RecognitionQuerySet, names: Sequence[str] | None = None
    ) -> RecognitionQuerySet:
        """In this order, or by the columns `names` of it alone."""
        sign = "-" if self.backwards else ""
        return found.order_by(*(f"{sign}{name}" for name in names or self.columns))

    def after(
        self, found: RecognitionQuerySet, key: Key, names: Sequence[str] | None = None
    ) -> RecognitionQuerySet:
        """Those that come after `key`, compared by all columns or by `names` alone."""
        named = dict(zip(self.columns, key, strict=True))
        names = names or self.columns
        values = [Value(named[name], COLUMNS[name].field) for name in names]
        operator = "<" if self.backwards else ">"
        return found.filter(RowAfter(*(F(name) for name in names), *values, operator=operator))

    def _written(self) -> list[str]:
        """The name last: it is the one that people may read."""
        return sorted(self.columns, key=lambda name: name == "folded_name")


def _text(value: Any) -> str:
    return str(value.value if isinstance(value, Standing) else value)


BY_STANDING = Order(("standing", "folded_name", "pk"))
BY_NAME = Order(("folded_name", "pk"))
_SORTED = {
    "nom": BY_NAME.columns,
    "numero": ("number",),
    "echeance": ("valid_until", "pk"),
}
# By what the address says (`?tri=`).
ORDERS = {
    "": BY_STANDING,
    **{name: Order(columns) for name, columns in _SORTED.items()},
    **{f"-{name}": Order(columns, backwards=True) for name, columns in _SORTED.items()},
}
