"""The public report of a year: what became of complaints, reviews and appeals, and in how long.

Few are hidden (`figures/ranges.py`), so each fact is counted in one cell of one table: what ended
in the year, never what began, which would count it twice. A year is told once it is over: what two
readings of a year under way have between them would be few again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Min
from django.utils import timezone

from directory.charters.models import CharterVersion
from labelling.oversight.complaints.enums import ComplaintState
from labelling.oversight.figures.ranges import Range, median_days, told, told_roughly, total
from labelling.oversight.procedures.facts import (
    Fact,
    appeals_heard,
    complaints_ended,
    complaints_late,
    reviews_decided,
    urgent_suspensions,
)
from labelling.oversight.reviews.enums import AppealOutcome, ReviewOutcome


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the report: its `key` in the data, what its cells are called, what fills it.

    `since` says from what its days are counted.
    """

    key: str
    title: str
    head: str
    since: str
    cells: Mapping[str, str]
    facts: Callable[[int], Iterable[Fact]]


@dataclass(frozen=True, slots=True)
class Line:
    """A cell as it is told; `days`, the median, only where the number itself is."""

    cell: str
    label: str
    number: Range
    days: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """A table as it is told."""

    part: Part
    lines: Sequence[Line]

    @property
    def total(self) -> Range:
        return total(line.number for line in self.lines)


@dataclass(frozen=True, slots=True)
class Report:
    """A year that is over: its tables, then two numbers that stand in none."""

    year: int
    tables: Sequence[Told]
    late: Range
    urgent: Range


C = ComplaintState
PARTS = (
    Part(
        key="reclamations",
        title="Réclamations terminées",
        head="Issue",
        since="de la réception à la fin",
        cells={one.value: str(one.label) for one in (C.ANSWERED, C.INADMISSIBLE, C.WITHDRAWN)},
        facts=complaints_ended,
    ),
    Part(
        key="controles",
        title="Contrôles décidés, et sanctions",
        head="Décision",
        since="de l’ouverture à la première décision",
        cells=dict(ReviewOutcome.choices),
        facts=reviews_decided,
    ),
    Part(
        key="recours",
        title="Recours jugés",
        head="Issue",
        since="du recours à la décision",
        cells=dict(AppealOutcome.choices),
        facts=appeals_heard,
    ),
)


def first_year() -> int | None:
    """That of the first charter in force; None before there is one."""
    first = CharterVersion.objects.aggregate(first=Min("in_force_from"))["first"]
    return first.year if first else None


def years_over() -> Sequence[int]:
    """The years that have a report, the last one first."""
    first, current = first_year(), timezone.localdate().year
    return range(current - 1, first - 1, -1) if first else ()


def report_of(year: int) -> Report:
    """What is published of `year`, which is over."""
    return Report(
        year=year,
        tables=[tell(part, part.facts(year)) for part in PARTS],
        late=told_roughly(complaints_late(year)),
        urgent=told(urgent_suspensions(year)),
    )


def tell(part: Part, facts: Iterable[Fact]) -> Told:
    """These facts as they may be shown: of each cell its number, and the median of its days."""
    days: defaultdict[str, list[int]] = defaultdict(list)
    for fact in facts:
        days[fact.cell].append(fact.days)
    lines = [
        Line(cell, label, told(len(days[cell])), median_days(days[cell]))
        for cell, label in part.cells.items()
    ]
    return Told(part, lines)
