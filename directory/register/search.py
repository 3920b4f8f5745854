"""One page of the public register: what is valid first, then by name.

Pages follow each other by key (the last row shown) along an index in that order, so that a deep
page costs what the first does, whatever the register holds; labels are counted up to COUNT_CAP.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, F, Q, Value
from django.utils import timezone

from directory.organisations.folding import FoldedField, fold
from directory.organisations.named import Named
from directory.organisations.querysets import identified_by
from directory.recognitions.enums import RecognitionKind, Standing
from directory.recognitions.models import Recognition
from directory.recognitions.operations import PREFIXES
from directory.recognitions.querysets import RecognitionQuerySet
from directory.recognitions.verification import Validity, last_day_line, validity_of
from directory.register.enums import ValidityFilter
from workflows.numbering import number_in
from workflows.pages.keyset import RowAfter
from workflows.pages.paging import MOST_KEY, whole_number

PAGE_SIZE = 25
COUNT_CAP = 500
STANDINGS = {
    ValidityFilter.VALID: Standing.VALID,
    ValidityFilter.SUSPENDED: Standing.SUSPENDED,
    ValidityFilter.SCHEDULED: Standing.SCHEDULED,
    ValidityFilter.OVER: Standing.OVER,
}


class Row(NamedTuple):
    """A label, what it is worth today, and until when or since when."""

    recognition: Recognition
    validity: Validity
    until: str


class Key(NamedTuple):
    """Where a label stands in the order of the register."""

    standing: Standing
    name: str
    pk: int

    @classmethod
    def of(cls, recognition: Recognition, today: date) -> "Key":
        standing = Standing(recognition.standing)
        if standing < Standing.SCHEDULED and recognition.valid_until < today:
            standing = Standing.OVER
        return cls(standing, recognition.folded_name, recognition.pk)

    @classmethod
    def parse(cls, text: str) -> "Key | None":
        """Read what `str(key)` wrote; None for anything else, which is the first page."""
        standing, _, rest = text.partition("_")
        written, _, name = rest.partition("_")
        pk = whole_number(written, most=MOST_KEY)
        if pk is None or standing not in [str(known) for known in Standing.values]:
            return None
        return cls(Standing(int(standing)), fold(name), pk)

    def __str__(self) -> str:
        return f"{self.standing.value}_{self.pk}_{self.name}"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows ready to show; `last` is the key to the next page, "" at the end.

    `count` is how many labels match in all, and `more` says that there are others yet.
    """

    rows: Sequence[Row]
    count: int
    more: bool
    last: str


def search(*, after: str = "", q: str = "", departement: str = "", validite: str = "") -> Page:
    """The labels that match, after the one whose key is `after`. Four queries at most."""
    today = timezone.localdate()
    found: RecognitionQuerySet = Recognition.objects.public()
    if departement:
        found = found.filter(department=departement)
    found, uncounted = _narrowed(found, q)
    strands = _strands(found, validite, today)
    rows = _read(strands, Key.parse(after), today)
    shown = rows[:PAGE_SIZE]
    following = len(rows) > PAGE_SIZE
    if uncounted and following:
        count, more = PAGE_SIZE, True
    else:
        asked = strands if validite else [found]
        counted = sum(strand.order_by()[: COUNT_CAP + 1].count() for strand in asked)
        count, more = min(counted, COUNT_CAP), counted > COUNT_CAP
    return Page(
        rows=[
            Row(label, validity_of(label, today), last_day_line(label, today)) for label in shown
        ],
        count=count,
        more=more,
        last=str(Key.of(shown[-1], today)) if following else "",
    )


def _narrowed(found: RecognitionQuerySet, q: str) -> tuple[RecognitionQuerySet, bool]:
    """Those that `q` asks for, and whether they are too many to count.

    A number or an identifier is nothing else; the rest is words of a name.
    """
    if not q:
        return found, False
    number = number_in(q, series=PREFIXES[RecognitionKind.LABEL])
    if number:
        return found.filter(number=number), False
    identified = identified_by(q, "organisation__")
    if identified is not None:
        return found.filter(identified), False
    named = Named.look_up(q)
    return named.narrow(found), named.many


def _strands(found: RecognitionQuerySet, validite: str, today: date) -> list[RecognitionQuerySet]:
    """Apart, those whose state says where they stand and those past their last day (`lapsed`).

    These are OVER, and few, since `tick` ends them: they are read through an index of their own.
    """
    standing = STANDINGS.get(ValidityFilter(validite)) if validite else None
    current = found.filter(Q(valid_until__gte=today) | Q(standing__gte=Standing.SCHEDULED))
    if standing is None:
        return [current, found.lapsed(today)]
    current = current.filter(standing=standing)
    return [current, found.lapsed(today)] if standing == Standing.OVER else [current]


def _read(strands: list[RecognitionQuerySet], after: Key | None, today: date) -> list[Recognition]:
    """A page of the strands in the order of the register, from `after`, and one row more."""
    current, *lapsed = strands
    rows = _first(current, ("standing", "folded_name", "pk"), after)
    if not lapsed or (len(rows) > PAGE_SIZE and rows[-1].standing < Standing.OVER):
        return rows
    past = Key(Standing.OVER, after.name, after.pk) if after else None
    if after and after.standing < Standing.OVER:
        past = None
    rows += _first(lapsed[0], ("folded_name", "pk"), past)
    return sorted(rows, key=lambda row: Key.of(row, today))[: PAGE_SIZE + 1]


FIELDS: dict[str, Any] = {
    "standing": BigIntegerField(),
    "folded_name": FoldedField(),
    "pk": BigIntegerField(),
}


def _first(
    found: RecognitionQuerySet, order: tuple[str, ...], after: Key | None
) -> list[Recognition]:
    if after is not None:
        key = (after.standing, after.name, after.pk)[-len(order) :]
        values = [Value(value, FIELDS[name]) for name, value in zip(order, key, strict=True)]
        found = found.filter(RowAfter(*(F(name) for name in order), *values))
    return list(found.select_related("organisation").order_by(*order)[: PAGE_SIZE + 1])
