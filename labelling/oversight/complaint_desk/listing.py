"""The list of complaints of those who handle them: late ones first, a page at a time.

Read along an index, from where the page before ended: the cost is that of the rows shown.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, DateField, F, QuerySet
from django.utils.safestring import SafeString

from directory.impartiality.free import organisations_tying
from directory.people.enums import CressGroup, WatchGroup
from labelling.oversight.complaints.enums import About, Addressee
from labelling.oversight.complaints.models import Complaint
from workflows.compiled_sql import Given, Question
from workflows.deliberation import CHAIR_KEY
from workflows.lifecycles import machine_of
from workflows.pages.keyset import RowAfter
from workflows.pages.paging import MOST_KEY, whole_number
from workflows.presentation.badges import drawn_badge
from workflows.presentation.french import format_date, format_days_left
from workflows.presentation.links import url_of_case

PAGE_SIZE = 50
SOON = timedelta(days=7)
COLUMNS = (
    "pk", "reference", "state", "about", "opened_at", "due_on", "forget_on",
    "recognition__organisation__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sight:
    """Which complaints somebody reads, from the inbox keys they hold: those to one `addressee`,
    or, with None, to both.

    Not the ones about an organisation that something ties them to (`tying`).
    """

    addressee: Addressee | None
    tying: tuple[int, ...]

    @classmethod
    def of(cls, user_id: int, keys: Collection[str], today: date) -> "Sight":
        """Two queries, on who is tied to what."""
        cress = any(f"group:{group}" in keys for group in CressGroup)
        chair, monitor = CHAIR_KEY in keys, f"group:{WatchGroup.MONITOR}" in keys
        one = Addressee.CHAIR if chair else Addressee.CRESS
        own = [int(key.removeprefix("member:")) for key in keys if key.startswith("member:")]
        return cls(
            None if monitor or (cress and chair) else one,
            tuple(sorted(organisations_tying(user_id, own, today))),
        )


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the day of its last row, and its key."""

    day: date
    pk: int

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """Read what `str(cursor)` wrote; None for anything else, which is the first page."""
        written, _, key = text.partition("_")
        pk = whole_number(key, most=MOST_KEY)
        try:
            return None if pk is None else cls(date.fromisoformat(written), pk)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.day.isoformat()}_{self.pk}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line, ready to show."""

    url: str
    reference: str
    about: str
    received: str
    badge: SafeString
    due: str


@dataclass(frozen=True, slots=True)
class Page:
    """`following` is the cursor of the next page, empty on the last."""

    rows: Sequence[Row]
    following: str


def read_page(
    sight: Sight, *, over: bool, after: Cursor | None, today: date, size: int = PAGE_SIZE
) -> Page:
    """One page of those that are to be handled, or `over`: one query."""
    given: dict[str, Any] = {f"tying{rank}": pk for rank, pk in enumerate(sight.tying)}
    if after:
        given |= {"day": after.day, "pk": after.pk}
    shape = (sight.addressee, len(sight.tying), over, after is not None, size + 1)
    found = _rows.rows(*shape, **given)
    shown = found[:size]
    following = ""
    if len(found) > size:
        pk, *_, due_on, forget_on, _ = shown[-1]
        following = str(Cursor(forget_on if over else due_on, pk))
    return Page([_row(values, today) for values in shown], following)


@Question
def _rows(
    addressee: Addressee | None, tying: int, over: bool, after: bool, most: int
) -> "QuerySet[Any, Any]":
    unlinked = [Given(f"tying{rank}") for rank in range(tying)]
    found = Complaint.objects.addressed_to(addressee, unlinked_to=unlinked)
    found = found.over() if over else found.to_handle()
    # To be handled, the latest first; over, the last one first, whose day to forget is the last.
    day, sign, operator = ("forget_on", "-", "<") if over else ("due_on", "", ">")
    if after:
        place = Given("day", DateField()), Given("pk", BigIntegerField())
        found = found.filter(RowAfter(F(day), F("case_ptr"), *place, operator=operator))
    return found.order_by(f"{sign}{day}", f"{sign}case_ptr").values_list(*COLUMNS)[:most]


def _row(values: Sequence[Any], today: date) -> Row:
    pk, reference, value, about, opened_at, due_on, _, name = values
    state = machine_of(Complaint).state(value)
    return Row(
        url=url_of_case(Complaint._meta.label_lower, pk),
        reference=reference,
        about=name or About(about).label,
        received=_day(opened_at),
        badge=drawn_badge(state.tone, state.icon, state.label),
        due=_due(due_on, today),
    )


def _day(moment: datetime) -> str:
    return format_date(moment)


def _due(due: date | None, today: date) -> str:
    if due is None:
        return ""
    if due > today + SOON:
        return format_date(due)
    late = due < today
    words = format_days_left(due, today=today)
    return drawn_badge("stop" if late else "wait", "alert" if late else "clock", words)
