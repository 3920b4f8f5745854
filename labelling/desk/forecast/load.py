"""What the sessions to come will have to decide, as far as dates tell it: what is on an agenda,
what is ready, what the instruction should bring, the renewals due, the reviews.

Each goes to the first session in time for it, a renewal to the last that is: it is then that the
table is full. Dates only: nobody's answer is foreseen, nothing is written.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models import Count, Q

from labelling.foresight.awaiting import awaiting_renewal
from labelling.foresight.planning import last_chance
from labelling.foresight.simulation import HORIZON, name_of
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.models import Application
from labelling.oversight.reviews.enums import ReviewState
from labelling.oversight.reviews.models import ComplianceReview
from workflows.pages.remarks import Sitting, sittings_set
from workflows.presentation.bars import Bars, Counted, draw_bars
from workflows.presentation.french import format_date

LISTED, READY, COMING, DUE, REVIEWS = range(5)
KEY = (
    ("vote", "à l’ordre du jour"),
    ("ok", "prêts, à inscrire"),
    ("info", "en instruction"),
    ("wait", "renouvellements attendus"),
    ("stop", "contrôles"),
)
BEYOND = "Sans séance à temps"
WAITING = (S.ADMISSIBLE, S.APPEALED)
INSTRUCTED = (S.SUBMITTED, S.UNDER_INSTRUCTION, S.TO_COMPLETE)


@dataclass(frozen=True, slots=True)
class Expected:
    """So many cases of one kind (a rank of KEY): ready on `ready`, decided by `by` at the latest;
    `set_on` is the key of the session that has them already."""

    rank: int
    number: int
    ready: date
    by: date | None = None
    set_on: int = 0


@dataclass(frozen=True, slots=True)
class Load(Counted):
    """What one session has, by KEY; `sitting` is None for what none is in time for."""

    key: ClassVar = KEY

    sitting: Sitting | None
    numbers: Sequence[int]
    label: str = BEYOND


def expected(
    kinds: Sequence[type[Application]], sittings: Sequence[Sitting], today: date
) -> list[Expected]:
    """All that is known of today, `sittings` being those to come. One query a kind, and four more,
    whatever there is.

    What is on the agenda of a session under way is of no session to come.
    """
    listed = sittings_set(today)
    to_come = {sitting.key for sitting in sittings}
    on_agendas = Counter(key for key in listed.values() if key in to_come)
    return [
        *(Expected(LISTED, number, today, set_on=key) for key, number in on_agendas.items()),
        *(each for kind in kinds for each in _applications(kind, listed, today)),
        *_reviews(listed, today),
        *_renewals(today),
    ]


def loads(found: Sequence[Expected], sittings: Sequence[Sitting], today: date) -> list[Load]:
    """Where all of `found` goes when the body sits on `sittings`, in the order of their days."""
    placed: Counter[tuple[Sitting | None, int]] = Counter()
    for each in found:
        placed[_place_of(each, sittings, today)] += each.number
    rows = [
        *(
            Load(sitting, _numbers(placed, sitting), name_of(sitting, sittings, format_date))
            for sitting in sittings
        ),
        Load(None, _numbers(placed, None)),
    ]
    return [row for row in rows if row.sitting or row.total]


def bars_of(rows: Sequence[Load]) -> Bars:
    return draw_bars(
        [(row.label, row.numbers) for row in rows], KEY, label="Points attendus par séance"
    )


def _numbers(placed: Counter[tuple[Sitting | None, int]], sitting: Sitting | None) -> list[int]:
    return [placed[sitting, rank] for rank in range(len(KEY))]


def _place_of(
    each: Expected, sittings: Sequence[Sitting], today: date
) -> tuple[Sitting | None, int]:
    """The session it goes to, and as what: when its own is no more, it is to be listed again."""
    if each.set_on:
        own = next((sitting for sitting in sittings if sitting.key == each.set_on), None)
        if own is not None:
            return own, each.rank
    rank = READY if each.set_on else each.rank
    if each.by is not None:
        chance = last_chance(each.by, sittings, today)
        last = (one for one in sittings if chance is not None and one.day == chance.day)
        return next(last, None), rank
    return next((one for one in sittings if one.ready_by >= each.ready), None), rank


def _applications(
    kind: type[Application], listed: Collection[int], today: date
) -> Iterator[Expected]:
    """Those that are ready, and those that are instructed, on the day by which they should be.

    Counted by dates: as many rows as there are days, not dossiers.
    """
    found = kind.objects.filter(Q(state__in=INSTRUCTED) | Q(state__in=WAITING))
    counted = (
        found.exclude(pk__in=list(listed))
        .order_by()
        .values_list("state", "instruction_due_on", "complements_due_on", "paused_on")
        .annotate(number=Count("pk"))
    )
    for state, due, complements_due, paused, number in counted:
        if state in WAITING:
            yield Expected(READY, number, today)
            continue
        ready = due or today
        if state == S.TO_COMPLETE and complements_due and due and paused:
            ready = complements_due + (due - paused)  # the clock stands still meanwhile
        yield Expected(COMING, number, max(ready, today))


def _reviews(listed: Collection[int], today: date) -> Iterator[Expected]:
    """Those that are before the committee; the end of their notice is waited for."""
    states = (ReviewState.REFERRED, ReviewState.APPEALED)
    counted: Any = (
        ComplianceReview.objects.filter(state__in=states)
        .exclude(pk__in=list(listed))
        .order_by()
        .values_list("notice_until")
        .annotate(number=Count("pk"))
    )
    for notice_until, number in counted:
        yield Expected(REVIEWS, number, max(notice_until or today, today))


def _renewals(today: date) -> Iterator[Expected]:
    found = awaiting_renewal(today, months=HORIZON).order_by()
    for ends, number in found.values_list("valid_until").annotate(number=Count("pk")):
        yield Expected(DUE, number, today, by=ends)
