"""The CRESS's list of filed applications: one page at a time, whatever there is behind it.

Every page is read along an index in its own order, from where the one before ended, and every
count stops at MOST_COUNTED: the cost is that of the rows shown, at ten dossiers as at 100,000.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import DateField
from django.utils.safestring import SafeString

from directory.people.models import User
from labelling.instruction.enums import ApplicationState
from labelling.instruction.held.badges import no_longer_valid, words_of
from labelling.instruction.models import Application
from labelling.instruction.queue.selection import Cursor, Filters, rows_selected
from labelling.instruction.reading.awaited import awaited_in
from labelling.instruction.states import WITH_DEADLINE
from workflows.compiled_sql import Given, Statement
from workflows.lifecycles import State, machine_of
from workflows.presentation.badges import drawn_badge
from workflows.presentation.french import MOST_COUNTED, bounded, format_date, format_days_left
from workflows.presentation.links import url_to

PAGE_SIZE = 50
SOON = timedelta(days=7)

S = ApplicationState
PIPELINE = (
    (S.SUBMITTED, "Déposés", "à prendre en charge"),
    (S.UNDER_INSTRUCTION, "En instruction", "dans les délais"),
    (S.TO_COMPLETE, "À compléter", "délai en pause"),
    (S.ADMISSIBLE, "Recevables", "prêts pour le comité"),
    (S.IN_DELIBERATION, "En délibération", "devant le comité"),
    (S.APPEALED, "En recours", "à réexaminer"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line, ready to show. `tone` is that of the deadline: stop, wait or empty; `worth` is said
    of what was granted and is no longer valid.

    Badges are components rendered once for all the rows alike.
    """

    pk: int
    url: str
    name: str
    where: str
    badge: SafeString
    worth: str
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
    """A state of the pipeline; `count` and `late` are « 99+ » beyond MOST_COUNTED."""

    state: State
    label: str
    count: str
    late: str
    any_late: bool
    note: str


def read_page(
    kind: type[Application], filters: Filters, *, user: User, today: date, size: int = PAGE_SIZE
) -> Page:
    """One page of the list: one query, and one if any was granted what it asked for."""
    found = rows_selected(kind, filters, user=user, today=today, most=size + 1)
    shown = found[:size]
    following = ""
    if len(found) > size:
        pk, _, _, due, submitted_at, *_ = shown[-1]
        following = str(Cursor(due or today, submitted_at, pk))
    # One address resolved for all the rows: fifty would cost as much as the query.
    address = url_to(f"{kind.pages}:detail", 0)
    held = no_longer_valid([(pk, state) for pk, state, *_ in shown])
    rows = [
        _row(
            kind,
            values,
            url=address.replace("/0/", f"/{values[0]}/"),
            worth=words_of(held.get(values[0])),
            today=today,
        )
        for values in shown
    ]
    return Page(rows, following)


def pipeline(kind: type[Application], today: date) -> tuple[Tile, ...]:
    """How many of `kind` stand in each open state, and how many are late: one statement."""
    counted = _count_statement(kind).run(today=today)
    found = {state: (count, late) for state, count, late in counted}
    machine = machine_of(kind)
    tiles = []
    for state, label, note in PIPELINE:
        count, late = found[state]
        tiles.append(
            Tile(machine.state(state), label, bounded(count), bounded(late), late > 0, note)
        )
    return tuple(tiles)


@cache
def _count_statement(kind: type[Application]) -> Statement:
    """Compiled once: bounded counts cost the ORM more than they cost the database.

    Planned once too, for any state: in the order of the index, or PostgreSQL, which cannot tell
    how many stand in one, would read the table for the few that do.
    """
    table = connection.ops.quote_name(kind._meta.db_table)
    due = "COALESCE(complements_due_on, instruction_due_on)"
    states = ", ".join(f"('{state}', {int(state in WITH_DEADLINE)})" for state, _, _ in PIPELINE)

    def number(where: str) -> str:
        # Our table, our states, our bound: not one word from outside.
        return (
            f"(SELECT COUNT(*) FROM (SELECT 1 FROM {table} WHERE shown.step = {table}.state"  # noqa: S608
            f"{where} ORDER BY {due} LIMIT {MOST_COUNTED + 1}) b)"
        )

    late = f"CASE dated WHEN 1 THEN {number(f' AND {due} < %s')} ELSE 0 END"
    sql = (
        f"WITH shown (step, dated) AS (VALUES {states})"  # noqa: S608
        f" SELECT shown.step, {number('')}, {late} FROM shown"
    )
    return Statement(sql, [Given("today", DateField())])


def _row(
    kind: type[Application], values: Sequence[Any], *, url: str, worth: str, today: date
) -> Row:
    pk, value, reference, due, _, name, city, department, assignee, first, last = values
    state = machine_of(kind).state(value)
    dated = due is not None and value in WITH_DEADLINE
    tone = _tone(due, today) if dated else ""
    return Row(
        pk=pk,
        url=url,
        name=name,
        where=f"{reference}, {city} ({department})" if city else f"{reference}, {department}",
        badge=drawn_badge(state.tone, state.icon, state.label),
        worth=worth,
        awaited=awaited_in(kind).get(value, ""),
        who=_who(state, assignee, f"{first} {last}"),
        due=_due(due, tone, today) if dated else "",
        tone=tone,
    )


def _who(state: State, assignee: int | None, name: str) -> str:
    if state.value in (S.SUBMITTED, S.UNDER_INSTRUCTION):
        return "à attribuer" if assignee is None else name
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
