"""What is told of a label that is about to end, and when: counted back from its last day and from
the sessions that exist. Dates only: no query, nothing kept, so that a session moved moves it all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from directory.delays.calendar import months_before
from directory.delays.in_force import delay
from labelling.foresight.enums import NoticeKind
from labelling.instruction.reading.sitting import Chance, chances_from
from workflows.pages.remarks import Sitting

MONTHS = {
    NoticeKind.M12: 12,
    NoticeKind.M9: 9,
    NoticeKind.M6: 6,
    NoticeKind.M3: 3,
    NoticeKind.M1: 1,
}
EARLIEST = max(MONTHS.values())  # months: nothing is told before


@dataclass(frozen=True, slots=True)
class Planned:
    """One notice, and the day from which it is told."""

    kind: NoticeKind
    day: date


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is ahead of a label that ends on `ends`: `chance` is the last session that may still
    decide of its renewal, None when none is in time; `notices` are in the order of their days."""

    ends: date
    chance: Chance | None
    notices: Sequence[Planned]

    @property
    def lapses(self) -> bool:
        """Whether, as sessions stand, it ends before anybody may renew it."""
        return self.chance is None

    def due(self, today: date) -> list[Planned]:
        """What is to be told by `today`. Of the months gone by, the last alone: whoever was not
        told at twelve has no use for it at six."""
        come = [planned for planned in self.notices if planned.day <= today <= self.ends]
        months = [planned for planned in come if planned.kind in MONTHS]
        return [planned for planned in come if planned.kind not in MONTHS or planned is months[-1]]


def outlook_of(ends: date, sittings: Sequence[Sitting], today: date) -> Outlook:
    """As it is seen on `today`, `sittings` being those to come."""
    chance = last_chance(ends, sittings, today)
    notices = sorted(_planned(ends, chance), key=lambda planned: planned.day)
    return Outlook(ends, chance, notices)


def last_chance(ends: date, sittings: Sequence[Sitting], today: date) -> Chance | None:
    """The last session, by the last day of a label, for which its renewal may still be filed: from
    the day on which that opens."""
    opens = months_before(ends, EARLIEST)
    to_come = chances_from(sittings, max(today, opens))
    in_time = [chance for chance in to_come if chance.day <= ends]
    return max(in_time, key=lambda chance: (chance.last_day, chance.day), default=None)


def _planned(ends: date, chance: Chance | None) -> Iterator[Planned]:
    for kind, months in MONTHS.items():
        yield Planned(kind, months_before(ends, months))
    if chance is None:
        yield Planned(NoticeKind.NO_SESSION, delay("no_session_months").before(ends))
    else:
        ahead = delay("last_session_notice").before(chance.last_day)
        yield Planned(NoticeKind.LAST_SESSION, max(ahead, months_before(ends, EARLIEST)))
