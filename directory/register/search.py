"""One page of the public register: what is valid first, then by name, or as it is asked for.

Pages follow each other by key (the last row shown) along an index in that order, so that a deep
page costs what the first does, whatever the register holds; labels are counted up to COUNT_CAP.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from directory.organisations.named import Named
from directory.organisations.querysets import identified_by
from directory.recognitions.enums import Standing
from directory.recognitions.models import Recognition
from directory.recognitions.querysets import RecognitionQuerySet
from directory.recognitions.verification import Validity, last_day_line, validity_of
from directory.register.enums import ValidityFilter
from directory.register.numbers import read_number
from directory.register.orders import BY_STANDING, ORDERS, Key, Order

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

    @classmethod
    def of(cls, recognition: Recognition, today: date) -> "Row":
        return cls(recognition, validity_of(recognition, today), last_day_line(recognition, today))


@dataclass(frozen=True, slots=True)
class Page:
    """Rows ready to show; `last` is the key to the next page, "" at the end.

    `count` is how many labels match in all, and `more` says that there are others yet.
    """

    rows: Sequence[Row]
    count: int
    more: bool
    last: str


def search(
    *, after: str = "", q: str = "", departement: str = "", validite: str = "", tri: str = ""
) -> Page:
    """The labels that match, after the one whose key is `after`. Five queries at most.

    `tri` names one of ORDERS.
    """
    today, order = timezone.localdate(), ORDERS[tri]
    found: RecognitionQuerySet = Recognition.objects.all()
    if departement:
        found = found.filter(department=departement)
    found, uncounted = _narrowed(found, q)
    strands = _strands(found, validite, today, order)
    if uncounted:
        strands = [replace(strand, scattered=True) for strand in strands]
    rows = _read(strands, order, order.read(after), today)
    shown = rows[:PAGE_SIZE]
    following = len(rows) > PAGE_SIZE
    if uncounted and following:
        count, more = PAGE_SIZE, True
    else:
        asked = [strand.found for strand in strands] if validite else [found.public()]
        counted = sum(labels.order_by()[: COUNT_CAP + 1].count() for labels in asked)
        count, more = min(counted, COUNT_CAP), counted > COUNT_CAP
    return Page(
        rows=[Row.of(label, today) for label in shown],
        count=count,
        more=more,
        last=order.write(order.key_of(shown[-1], today)) if following else "",
    )


def _narrowed(found: RecognitionQuerySet, q: str) -> tuple[RecognitionQuerySet, bool]:
    """Those that `q` asks for, and whether they are too many to count.

    A number or an identifier is nothing else; the rest is words of a name.
    """
    if not q:
        return found, False
    number = read_number(q)
    if number:
        return found.filter(number=number), False
    identified = identified_by(q, "organisation__")
    if identified is not None:
        return found.filter(identified), False
    named = Named.look_up(q)
    return named.narrow(found), named.many


@dataclass(frozen=True, slots=True)
class Strand:
    """Labels that one index holds in `order`: of one `standing`, or of all.

    `scattered` along it, their keys are read first: the index has them, without the table.
    """

    found: RecognitionQuerySet
    standing: Standing | None
    order: Order
    scattered: bool = False

    def read(self, after: Key | None) -> list[Recognition]:
        """The first from `after` on, one more than a page."""
        found, names = self.found, self.order.columns
        if self.order is BY_STANDING and self.standing is not None:
            # Of one standing: the rest of the order follows.
            if after and after[0] != self.standing:
                return [] if after[0] > self.standing else self.read(None)
            names = names[1:]
        elif self.standing is None:
            # Nothing comes before `after`: two conditions on a column hide the index from SQLite.
            narrowed = after and self.order is BY_STANDING
            found = found if narrowed else found.public()
        if after:
            found = self.order.after(found, after, names)
        found = self.order.sort(found, names)
        if self.scattered:
            keys = found.values("pk")[: PAGE_SIZE + 1]
            found = self.order.sort(Recognition.objects.filter(pk__in=keys), names)
        return list(found.select_related("organisation")[: PAGE_SIZE + 1])


def _strands(found: RecognitionQuerySet, validite: str, today: date, order: Order) -> list[Strand]:
    """What is asked for, as a few strands.

    What is past its last day stands OVER before its state says so. Few do, since `tick` ends them:
    they are read apart, through an index of their own, wherever standings are told apart.
    """
    lapsed = Strand(found.public().lapsed(today), Standing.OVER, order)
    if not validite:
        if order is not BY_STANDING:
            return [Strand(found, None, order)]
        current = Q(standing__gte=Standing.SCHEDULED) | Q(valid_until__gte=today)
        return [Strand(found.filter(current), None, order), lapsed]
    standing = STANDINGS[ValidityFilter(validite)]
    stands = found.filter(standing=standing)
    if standing == Standing.OVER:
        return [Strand(stands, standing, order), lapsed]
    if standing < Standing.SCHEDULED:
        stands = stands.filter(valid_until__gte=today)
    return [Strand(stands, standing, order)]


def _read(strands: list[Strand], order: Order, after: Key | None, today: date) -> list[Recognition]:
    """The first rows of `strands` together, one more than a page."""
    rows = [row for strand in strands for row in strand.read(after)]
    rows.sort(key=lambda row: order.key_of(row, today), reverse=order.backwards)
    return rows[: PAGE_SIZE + 1]
