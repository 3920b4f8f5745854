"""The CRESS's list of reviews: what is late first, one page at a time along an index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, DateField, F, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from labelling.oversight.reviews.enums import OPEN, ReviewState
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.models.record import DATELESS
from workflows.compiled_sql import Given, Question
from workflows.lifecycles import machine_of
from workflows.pages.keyset import Literal, RowAfter
from workflows.presentation.badges import drawn_badge
from workflows.presentation.french import format_date, format_days_left

PAGE_SIZE = 50
UNDER_WAY = ""
# Those that a list shows, each a filter: all that is under way, then each state.
FILTERS = ((UNDER_WAY, "En cours"), *ReviewState.choices)
COLUMNS = (
    "pk",
    "state",
    "reference",
    "due_on",
    "title",
    "recognition__number",
    "outcome",
    "assignee__first_name",
    "assignee__last_name",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line, ready to show; `tone` is « stop » when it is late."""

    url: str
    name: str
    where: str
    badge: SafeString
    who: str
    due: str
    tone: str


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Row]
    following: str


def read_reviews(state: str, after: str, *, today: date, size: int = PAGE_SIZE) -> Page:
    """Those in `state`, or under way, after the one that `after` tells: one query."""
    cursor = _parsed(after)
    given = {} if cursor is None else {"due": cursor[0], "pk": cursor[1]}
    found = _listed.rows(state, cursor is not None, size + 1, **given)
    shown = found[:size]
    following = f"{shown[-1][3].isoformat()}_{shown[-1][0]}" if len(found) > size else ""
    # One address for all the rows: fifty resolved would cost as much as the query.
    address = reverse("oversight:review", args=[0])
    return Page(
        [_row(values, address.replace("/0/", f"/{values[0]}/"), today) for values in shown],
        following,
    )


def known_filter(text: str) -> str:
    """The filter that `text` names; what is under way for anything else."""
    return text if text in dict(FILTERS) else UNDER_WAY


def _parsed(text: str) -> tuple[date, int] | None:
    try:
        due, pk = text.split("_")
        found = date.fromisoformat(due), int(pk)
    except ValueError:
        return None
    return found if 0 <= found[1] <= BigIntegerField.MAX_BIGINT else None


@Question
def _listed(state: str, goes_on: bool, most: int) -> "QuerySet[Any, Any]":
    states = [state] if state else OPEN
    found = ComplianceReview.objects.filter(state__in=[Literal(value) for value in states])
    if goes_on:
        found = found.filter(
            RowAfter(
                F("due_on"),
                F("case_ptr_id"),
                Given("due", DateField()),
                Given("pk", BigIntegerField()),
            )
        )
    return found.order_by("due_on", "case_ptr_id").values_list(*COLUMNS)[:most]


def _row(values: Sequence[Any], url: str, today: date) -> Row:
    _, value, reference, due_on, title, number, outcome, first, last = values
    state = machine_of(ComplianceReview).state(value)
    late = due_on < today
    due = "" if due_on == DATELESS else _due(due_on, today)
    label = state.label
    if value == ReviewState.CLOSED and outcome:
        label = dict(ComplianceReview._meta.get_field("outcome").flatchoices)[outcome]
    return Row(
        url=url,
        name=title,
        where=f"{reference}, {number}",
        badge=drawn_badge(state.tone, state.icon, str(label)),
        who=f"{first or ''} {last or ''}".strip() or "À attribuer",
        due=due,
        tone="stop" if late else "",
    )


def _due(due_on: date, today: date) -> str:
    """« 12 mars 2027, dans 3 jours »."""
    return f"{format_date(due_on)}, {format_days_left(due_on)}"
