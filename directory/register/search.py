"""One page of the public register, in alphabetical order, without counting everything.

Pages follow each other by key (the last row shown), so that a deep page costs what the first
does; results are counted up to COUNT_CAP only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from directory.organisations.folding import Folded
from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from directory.recognitions.querysets import RecognitionQuerySet
from directory.recognitions.verification import Validity, last_day_line, validity_of
from directory.register.enums import ValidityFilter

PAGE_SIZE = 25
COUNT_CAP = 500
KEY_LENGTH = 18  # digits that any primary key fits in, and a database integer holds


class Row(NamedTuple):
    """A label, what it is worth today, and until when or since when."""

    recognition: Recognition
    validity: Validity
    until: str


@dataclass(frozen=True, slots=True)
class Page:
    """Rows ready to show; `last` is the key to the next page, "" at the end.

    `count` is how many labels match in all, at most COUNT_CAP + 1.
    """

    rows: Sequence[Row]
    count: int
    last: str


def search(*, after: str = "", q: str = "", departement: str = "", validite: str = "") -> Page:
    """The labels that match, after the one whose primary key is `after`. Three queries at most."""
    today = timezone.localdate()
    matching = _filtered(today, q=q, departement=departement, validite=validite)
    count = matching.order_by()[: COUNT_CAP + 1].count()
    rows = list(_from(matching, after).select_related("organisation")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    return Page(
        rows=[
            Row(found, validity_of(found, today), last_day_line(found, today)) for found in shown
        ],
        count=count,
        last=str(shown[-1].pk) if len(rows) > PAGE_SIZE else "",
    )


def _filtered(today: date, *, q: str, departement: str, validite: str) -> RecognitionQuerySet:
    found: RecognitionQuerySet = Recognition.objects.public()
    if q:
        found = found.matching(q)
    if departement:
        found = found.filter(organisation__department=departement)
    match validite:
        case ValidityFilter.VALID:
            found = found.valid(today)
        case ValidityFilter.SUSPENDED:
            found = found.suspended(today)
        case ValidityFilter.SCHEDULED:
            found = found.filter(state=RecognitionState.SCHEDULED)
        case ValidityFilter.OVER:
            found = found.over(today)
    return found


def _from(found: RecognitionQuerySet, after: str) -> RecognitionQuerySet:
    """`found` in order, from the row that follows `after`; from the start for an unknown key."""
    if after.isdecimal() and len(after) <= KEY_LENGTH:
        keys = Recognition.objects.annotate(key=Folded("organisation__name"))
        name = keys.filter(pk=after).values_list("key", flat=True).first()
        if name is not None:
            return found.after(name, int(after))
    return found.by_name()
