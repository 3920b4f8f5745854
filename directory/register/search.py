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
from django.utils.safestring import SafeString

from directory.organisations.folding import FoldedField, fold
from directory.organisations.named import Named
from directory.organisations.querysets import identified_by
from directory.recognitions.enums import Standing
from directory.recognitions.models import Recognition
from directory.recognitions.querysets import RecognitionQuerySet
from directory.recognitions.verification import Validity, last_day_line, validity_of
from directory.register.enums import ValidityFilter
from directory.register.numbers import read_number
from workflows.pages.keyset import RowAfter
from workflows.pages.paging import MOST_KEY, whole_number
from workflows.presentation.badges import drawn_badge

PAGE_SIZE = 25
COUNT_CAP = 500
FIELDS: dict[str, Any] = {
    "standing": BigIntegerField(),
    "folded_name": FoldedField(),
    "pk": BigIntegerField(),
}
STANDINGS = {
    ValidityFilter.VALID: Standing.VALID,
    ValidityFilter.SUSPENDED: Standing.SUSPENDED,
    ValidityFilter.SCHEDULED: Standing.SCHEDULED,
    ValidityFilter.OVER: Standing.OVER,
}


# What a key may begin with: nothing leads to what the register does not show.
SHOWN = [str(standing.value) for standing in Standing if standing != Standing.HIDDEN]


class Row(NamedTuple):
    """A label, what it is worth today, and until when or since when."""

    recognition: Recognition
    validity: Validity
    until: str
    badge: SafeString

    @classmethod
    def of(cls, recognition: Recognition, today: date) -> "Row":
        validity = validity_of(recognition, today)
        badge = drawn_badge(validity.tone, validity.icon, validity.word)
        return cls(recognition, validity, last_day_line(recognition, today), badge)


class Key(NamedTuple):
    """Where a label stands in the order of the register."""

    standing: Standing
    folded_name: str
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
        if pk is None or standing not in SHOWN:
            return None
        return cls(Standing(int(standing)), fold(name), pk)

    def __str__(self) -> str:
        return f"{self.standing.value}_{self.pk}_{self.folded_name}"


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
    """The labels that match, after the one whose key is `after`. Five queries at most."""
    today = timezone.localdate()
    found: RecognitionQuerySet = Recognition.objects.all()
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
        asked = [strand.found for strand in strands] if validite else [found.public()]
        counted = sum(labels.order_by()[: COUNT_CAP + 1].count() for labels in asked)
        count, more = min(counted, COUNT_CAP), counted > COUNT_CAP
    return Page(
        rows=[Row.of(label, today) for label in shown],
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
    """Labels that one index holds in the order of the register: of one `standing`, or of all."""

    found: RecognitionQuerySet
    standing: Standing | None

    def read(self, after: Key | None) -> list[Recognition]:
        """The first from `after` on, one more than a page."""
        found, order = self.found, ["folded_name", "pk"]
        if self.standing is None:
            # Nothing comes before `after`: two conditions on a column hide the index from SQLite.
            found, order = found if after else found.public(), ["standing", *order]
        elif after and after.standing != self.standing:
            return [] if after.standing > self.standing else self.read(None)
        if after:
            values = [Value(getattr(after, name), FIELDS[name]) for name in order]
            found = found.filter(RowAfter(*(F(name) for name in order), *values))
        return list(found.select_related("organisation").order_by(*order)[: PAGE_SIZE + 1])


def _strands(found: RecognitionQuerySet, validite: str, today: date) -> list[Strand]:
    """What is asked for, as a few strands.

    What is past its last day stands OVER before its state says so. Few do, since `tick` ends them:
    they are read apart, through an index of their own.
    """
    current = Q(standing__gte=Standing.SCHEDULED) | Q(valid_until__gte=today)
    lapsed = Strand(found.public().lapsed(today), Standing.OVER)
    if not validite:
        return [Strand(found.filter(current), None), lapsed]
    standing = STANDINGS[ValidityFilter(validite)]
    stands = found.filter(standing=standing)
    if standing == Standing.OVER:
        return [Strand(stands, standing), lapsed]
    if standing == Standing.SCHEDULED:
        return [Strand(stands, standing)]
    return [Strand(stands.filter(valid_until__gte=today), standing)]


def _read(strands: list[Strand], after: Key | None, today: date) -> list[Recognition]:
    """The first rows of `strands` together, one more than a page."""
    rows = [row for strand in strands for row in strand.read(after)]
    return sorted(rows, key=lambda row: Key.of(row, today))[: PAGE_SIZE + 1]
