"""Which filed applications the CRESS asks to see, in which order, from which one on."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db.models import BigIntegerField, DateField, DateTimeField, F, Q, QuerySet, Value

from directory.organisations.named import Named
from directory.organisations.querysets import identified_by
from directory.people.models import User
from labelling.instruction.enums import ApplicationState
from labelling.instruction.models import DUE, Application
from labelling.instruction.states import WITH_DEADLINE
from workflows.compiled_sql import Given, Question
from workflows.numbering import number_in
from workflows.pages.keyset import Literal, RowAfter

MAX_KEY = BigIntegerField.MAX_BIGINT
ALL = "tous"
FOLDED = "organisation__folded_name"
FILED = tuple(
    state
    for state in ApplicationState
    if state not in (ApplicationState.DRAFT, ApplicationState.COMMITTED, ApplicationState.PRESENTED)
)
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

    due: Any  # a date
    submitted_at: Any  # a datetime
    pk: Any

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

    @property
    def listed(self) -> str:
        """The state that is listed: what is late has a deadline, ALL says nothing there."""
        return "" if self.late and self.state == ALL else self.state

    @property
    def order(self) -> str:
        """Which come first, in words: past deadlines say little more than who filed first."""
        if self.listed == ALL:
            return "Tous, le dernier déposé d’abord."
        if not self.listed or self.listed in WITH_DEADLINE:
            return "L’échéance la plus proche d’abord."
        return "Les plus anciens d’abord."


def select(kind: type[Application], filters: Filters, *, user: Any, today: Any) -> "QuerySet[Any]":
    """The applications of `kind` that `filters` ask for: soonest deadline, then first filed.

    All of them together come last filed first: past deadlines mean nothing there. `user`, `today`
    and the cursor of `filters` may be what a question is given.
    """
    found: QuerySet[Any] = kind.objects.annotate(due=DUE)
    found = _in_state(found, filters.listed)
    if filters.late:
        found = found.filter(state__in=WITH_DEADLINE, due__lt=today)
    if filters.assignee:
        found = found.filter(assignee=user if filters.assignee == "moi" else None)
    if filters.text:
        found = _about(found, kind, filters.text)
    after = _after_filed if filters.listed == ALL else _after_due
    return _in_order(after(found, filters.after), filters)


def _in_order(found: "QuerySet[Any]", filters: Filters) -> "QuerySet[Any]":
    if filters.listed == ALL:
        return found.order_by("-submitted_at", "-case_ptr_id")
    return found.order_by("due", "submitted_at", "case_ptr_id")


def rows_selected(
    kind: type[Application], filters: Filters, *, user: User, today: date, most: int
) -> list[tuple[Any, ...]]:
    """The COLUMNS of the first `most` of them: one query, and one to look up words, if any."""
    named = None
    if filters.text:
        if _numbered(kind, filters.text) is not None:
            found = select(kind, filters, user=user, today=today)
            return list(found.values_list(*COLUMNS)[:most])
        named = Named.look_up(filters.text)
        if not named.words:
            return []
    after, asked = filters.after, replace(filters, after=None, text="")
    given = {} if after is None else {"due": after.due, "at": after.submitted_at, "pk": after.pk}
    shape = kind._meta.label_lower, asked, after is not None, named and named.shape, most
    words = named.given if named else {}
    return _selected.rows(*shape, user=user.pk, today=today, **given, **words)


GIVEN_CURSOR = Cursor(
    Given("due", DateField()), Given("at", DateTimeField()), Given("pk", BigIntegerField())
)


@Question
def _selected(
    label: str, filters: Filters, goes_on: bool, words: Any, most: int
) -> "QuerySet[Any, Any]":
    asked = replace(filters, after=GIVEN_CURSOR) if goes_on else filters
    user, today = Given("user"), Given("today", DateField())
    kind = apps.get_model(label)
    found = select(kind, asked, user=user, today=today)
    if words:
        named = Named.shaped(*words)
        found = named.narrow(found, name=FOLDED)
        if named.gathered:
            # Sorted whole before the first is known: by their keys, then joined to what is shown.
            first = found.values("pk")[:most]
            found = _in_order(kind.objects.annotate(due=DUE).filter(pk__in=first), asked)
    return found.values_list(*COLUMNS)[:most]


def _about(found: "QuerySet[Any]", kind: type[Application], text: str) -> "QuerySet[Any]":
    """Those that bear the number `text`, or whose organisation has its words or its identifier."""
    numbered = _numbered(kind, text)
    if numbered is not None:
        return found.filter(numbered)
    return Named.look_up(text).narrow(found, name=FOLDED)


def _numbered(kind: type[Application], text: str) -> Q | None:
    """The number, or the identifier of an organisation, that `text` is; None for words."""
    number = number_in(text, series=kind.series)
    return Q(reference=number) if number else identified_by(text, "organisation__")


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
            _told(after.due, DateField()),
            _told(after.submitted_at, DateTimeField()),
            _told(after.pk, BigIntegerField()),
        )
    )


def _after_filed(found: "QuerySet[Any]", after: Cursor | None) -> "QuerySet[Any]":
    if after is None:
        return found
    return found.filter(
        RowAfter(
            F("submitted_at"),
            F("case_ptr_id"),
            _told(after.submitted_at, DateTimeField()),
            _told(after.pk, BigIntegerField()),
            operator="<",
        )
    )


def _told(value: Any, field: Any) -> Any:
    """An expression, of a value or of what a question is given."""
    return value if isinstance(value, Given) else Value(value, field)
