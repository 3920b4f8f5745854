"""What the pages of delays show: what is in force, what is coming, and what was decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from directory.delays.catalogue import CATALOGUE, KNOWN, Known
from directory.delays.enums import Subject, Unit
from directory.delays.in_force import Version, schedule
from directory.delays.lengths import Length
from directory.delays.models import DelayChange
from directory.delays.operations import NewLength
from workflows.pages.timeline import actor_names
from workflows.presentation.french import format_date


@dataclass(frozen=True, slots=True)
class Line:
    """A delay as the list tells it: what is in force, and what will be."""

    known: Known
    now: Version
    coming: Sequence[Version]


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the history: what was decided or undone of a delay, when, by whom and why."""

    label: str
    key: str
    length: Length
    holds_from: date
    undone: bool
    when: datetime
    by: str
    reason: str


def lines_by_subject(today: date) -> list[tuple[Subject, list[Line]]]:
    """All delays under their headings, in the order of the catalogue."""
    found = groupby(CATALOGUE, key=lambda known: known.subject)
    return [(subject, [line_of(known, today) for known in of]) for subject, of in found]


def line_of(known: Known, today: date) -> Line:
    decided = schedule()
    return Line(known, decided.on(today, known.key), decided.coming(today, known.key))


def acts_of(rows: Sequence[Any]) -> Iterator[Act]:
    """Lines of history, from its rows; one query, for the names."""
    names = actor_names(row.actor for row in rows)
    for row in rows:
        known = KNOWN.get(row.key)
        yield Act(
            label=known.label if known else row.key,
            key=row.key,
            length=Length(row.number, Unit(row.unit)),
            holds_from=row.holds_from,
            undone=row.transition == "undo",
            when=row.history_date,
            by=names[row.actor],
            reason=row.reason,
        )


def changes_to_undo(key: str, today: date) -> list[DelayChange]:
    """Those of a delay that do not hold yet, the next first. One query."""
    coming = DelayChange.objects.filter(key=key, undone_on=None, holds_from__gt=today)
    return list(coming.order_by("holds_from", "revision"))


def consequences_of(known: Known, new: NewLength) -> list[str]:
    """What changing a delay so entails, in sentences. One query at most."""
    decided = schedule()
    before, day = decided.on(new.holds_from, known.key).length, format_date(new.holds_from)
    found = [
        f"À partir du {day}, le délai passe de {before} à {new.length}.",
        "Les délais déjà ouverts gardent leur date\u00a0: seul ce qui commence ce jour-là, ou "
        "après, suit le nouveau délai.",
    ]
    if new.length.unit is Unit.WORKING_DAY or before.unit is Unit.WORKING_DAY:
        found.append(
            f"Ce qui commencerait le {day} irait jusqu’au "
            f"{format_date(new.length.after(new.holds_from))}, au lieu du "
            f"{format_date(before.after(new.holds_from))}."
        )
    coming = decided.coming(new.holds_from, known.key)
    return found + [
        f"Le {format_date(version.since)}, il passera comme prévu à {version.length}."
        for version in coming
        if version.since
    ]
