"""The CRESS's list of filed applications: one page at a time, whatever there is behind it.

Every page is read along an index in its own order, from where the one before ended, and every
count stops at COUNT_LIMIT: the cost is that of the rows shown, at ten dossiers as at 100,000.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, DateField, DateTimeField, F, QuerySet, Value
from django.urls import reverse
from django.utils.safestring import SafeString

from directory.organisations.named import Named
from directory.organisations.querysets import identified_by
from directory.people.models import User
from labelling.instruction.enums import ApplicationState
from labelling.instruction.models import DUE, Application
from labelling.instruction.reading.awaited import awaited_in
from labelling.instruction.states import WITH_DEADLINE
from workflows.lifecycles import State, machine_of
from workflows.numbering import number_in
from workflows.pages.keyset import Literal, RowAfter
from workflows.presentation.badges import drawn_badge
from workflows.presentation.french import format_date, format_days_left

PAGE_SIZE = 50
COUNT_LIMIT = 99
SOON = timedelta(days=7)
MAX_KEY = BigIntegerField.MAX_BIGINT

S = ApplicationState
ALL = "tous"
PIPELINE = (
    (S.SUBMITTED, "Déposés", "à prendre en charge"),
    (S.UNDER_INSTRUCTION, "En instruction", "dans les délais"),
    (S.TO_COMPLETE, "À compléter", "délai en pause"),
    (S.ADMISSIBLE, "Recevables", "prêts pour le comité"),
    (S.IN_DELIBERATION, "En délibération", "devant le comité"),
    (S.APPEALED, "En recours", "à réexaminer"),
)
FILED = tuple(state for state in S if state not in (S.DRAFT, S.COMMITTED, S.PRESENTED))
COLUMNS = (
    "pk",
    "state",
    "reference",
    "due",
    "submitted_at",
    "organisation__name",
    "organisation__city",
    "organisation__department",
    "assignee_id",
    "assignee__first_name",
    "assignee__last_name",
)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page, in the order of the list; `due` is unused in the list of all."""

    due: date
    submitted_at: datetime
    pk: int

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """Read what `str(cursor)` wrote; None for anything else, which is the first page."""
        try:
            due, at, pk = text.split("_")
            submitted_at = datetime.fromisoformat(at)
            cursor = cls(date.fromisoformat(due), submitted_at.astimezone(UTC), int(pk))
        except (ValueError, OverflowError):
            return None
        return cursor if submitted_at.tzinfo and 0 <= cursor.pk <= MAX_KEY else None

    def __str__(self) -> str:
        return f"{self.due.isoformat()}_{self.submitted_at.isoformat()}_{self.pk}"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked for.

    `state` is a state, ALL, or empty for what has a deadline; `assignee` is "moi",
    "personne" or empty; `text` is looked for in numbers and names; `after` continues a page.
    """

    state: str = ""
    assignee: str = ""
    text: str = ""
    late: bool = False
    after: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line, ready to show. `tone` is that of the deadline: stop, wait or empty.

    Badges are components rendered once for all the rows alike.
    """

    url: str
    name: str
    where: str
    badge: SafeString
    awaited: str
    who: str
    due: str
    tone: str


@dataclass(frozen=True, slots=True)
class Page:
    """`following` is the cursor of the next page, empty on the last."""

    rows: Sequence[Row]
    following: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A state of the pipeline; `count` and `late` are « 99+ » beyond COUNT_LIMIT."""

    state: State
    label: str
    count: str
    late: str
    any_late: bool
    note: str


def select(
    kind: type[Application], filters: Filters, *, user: User, today: date
) -> "QuerySet[Any]":
    """The applications of `kind` that `filters` ask for: soonest deadline, then first filed.

    All of them together come last filed first: past deadlines mean nothing there.
    """
    found: QuerySet[Any] = kind.objects.annotate(due=DUE)
    state = "" if filters.late and filters.state == ALL else filters.state
    found = _in_state(found, state)
    if filters.late:
        found = found.filter(state__in=WITH_DEADLINE, due__lt=today)
    if filters.assignee:
        found = found.filter(assignee=user if filters.assignee == "moi" else None)
    if filters.text:
        found = _about(found, kind, filters.text)
    if state == ALL:
        return _after_filed(found, filters.after).order_by("-submitted_at", "-case_ptr_id")
    return _after_due(found, filters.after).order_by("due", "submitted_at", "case_ptr_id")


def read_page(
    kind: type[Application], filters: Filters, *, user: User, today: date, size: int = PAGE_SIZE
) -> Page:
    """One page of the list: one query."""
    found = list(select(kind, filters, user=user, today=today).values_list(*COLUMNS)[: size + 1])
    shown = found[:size]
    following = ""
    if len(found) > size:
        pk, _, _, due, submitted_at, *_ = shown[-1]
        following = str(Cursor(due or today, submitted_at, pk))
    # One address resolved for all the rows: fifty would cost as much as the query.
    address = reverse(f"{kind.pages}:detail", args=[0])
    rows = [_row(kind, values, address.replace("/0/", f"/{values[0]}/"), today) for values in shown]
    return Page(rows, following)


def pipeline(kind: type[Application], today: date) -> list[Tile]:
    """How many of `kind` stand in each open state, and how many are late: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_count_statement(kind), [today] * len(WITH_DEADLINE))
        found = iter(cursor.fetchone())
    machine = machine_of(kind)
    tiles = []
    for state, label, note in PIPELINE:
        count = next(found)
        late = next(found) if state in WITH_DEADLINE else 0
        tiles.append(
            Tile(machine.state(state), label, bounded(count), bounded(late), late > 0, note)
        )
    return tiles


@cache
def _count_statement(kind: type[Application]) -> str:
    """Compiled once: nine bounded counts cost the ORM more than they cost the database."""
    table = connection.ops.quote_name(kind._meta.db_table)
    most = COUNT_LIMIT + 1
    conditions = []
    for state, _, _ in PIPELINE:
        conditions.append(f"state = '{state}'")
        if state in WITH_DEADLINE:
            late = "COALESCE(complements_due_on, instruction_due_on) < %s"
            conditions.append(f"state = '{state}' AND {late}")
    counts = [
        # Our table, our states, our bound: not one word from outside.
        f"(SELECT COUNT(*) FROM (SELECT 1 FROM {table} WHERE {where} LIMIT {most}) b)"  # noqa: S608
        for where in conditions
    ]
    return f"SELECT {', '.join(counts)}"


def bounded(number: int) -> str:
    """« 12 », « 99+ »."""
    return f"{COUNT_LIMIT}+" if number > COUNT_LIMIT else str(number)


def _about(found: "QuerySet[Any]", kind: type[Application], text: str) -> "QuerySet[Any]":
    """Those that bear the number `text`, or whose organisation has its words or its identifier."""
    number = number_in(text, series=kind.series)
    if number:
        return found.filter(reference=number)
    identified = identified_by(text, "organisation__")
    if identified is not None:
        return found.filter(identified)
    return Named.look_up(text).narrow(found, name="organisation__folded_name")


def _in_state(found: "QuerySet[Any]", state: str) -> "QuerySet[Any]":
    if state == ALL:
        return found.filter(submitted_at__isnull=False)
    if state:
        return found.filter(state=state, submitted_at__isnull=False)
    return found.filter(state__in=[Literal(value) for value in WITH_DEADLINE])


def _after_due(found: "QuerySet[Any]", after: Cursor | None) -> "QuerySet[Any]":
    if after is None:
        return found
    return found.filter(
        RowAfter(
            F("due"),
            F("submitted_at"),
            F("case_ptr_id"),
            Value(after.due, DateField()),
            Value(after.submitted_at, DateTimeField()),
            Value(after.pk, BigIntegerField()),
        )
    )


def _after_filed(found: "QuerySet[Any]", after: Cursor | None) -> "QuerySet[Any]":
    if after is None:
        return found
    return found.filter(
        RowAfter(
            F("submitted_at"),
            F("case_ptr_id"),
            Value(after.submitted_at, DateTimeField()),
            Value(after.pk, BigIntegerField()),
            operator="<",
        )
    )


def _row(kind: type[Application], values: Sequence[Any], url: str, today: date) -> Row:
    _, value, reference, due, _, name, city, department, assignee, first, last = values
    state = machine_of(kind).state(value)
    dated = due is not None and value in WITH_DEADLINE
    tone = _tone(due, today) if dated else ""
    return Row(
        url=url,
        name=name,
        where=f"{reference}, {city} ({department})" if city else f"{reference}, {department}",
        badge=drawn_badge(state.tone, state.icon, state.label),
        awaited=awaited_in(kind).get(value, ""),
        who=_who(state, assignee, f"{first} {last}"),
        due=_due(due, tone, today) if dated else "",
        tone=tone,
    )


def _who(state: State, assignee: int | None, name: str) -> str:
    if state.value == S.SUBMITTED and assignee is None:
        return "à attribuer"
    if state.value in (S.SUBMITTED, S.UNDER_INSTRUCTION):
        return name
    return state.awaits


def _due(due: date, tone: str, today: date) -> str:
    if not tone:
        return format_date(due)
    icon = "alert" if tone == "stop" else "clock"
    return drawn_badge(tone, icon, format_days_left(due, today=today))


def _tone(due: date, today: date) -> str:
    if due < today:
        return "stop"
    return "wait" if due <= today + SOON else ""
