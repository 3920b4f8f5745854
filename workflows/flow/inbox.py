"""« Mes tâches »: what a person is asked for, soonest first."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import CharField, DateField, F, Q, QuerySet
from django.utils import timezone

from workflows.compiled_sql import Given, Question, as_given, keys_to_come
from workflows.models import Task
from workflows.policies import keys_of
from workflows.presentation.links import url_of_case

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A request as a line: what is asked, about which case.

    `tone` is `stop` when late, `wait` within a week, else empty.
    """

    title: str
    about: str
    reference: str | None
    url: str
    due_at: datetime | None
    tone: str


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to do that no case asks for: `count` of them, all found at `url`."""

    title: str
    url: str
    count: int


Errands = Callable[[Any, Collection[str]], Iterable[Errand]]
_errands: list[Errands] = []


def errands(provider: Errands) -> Errands:
    """Register `provider(user, keys)`: what an app asks of whoever holds `keys`, besides cases."""
    _errands.append(provider)
    return provider


def errands_of(request: Any, keys: Collection[str]) -> list[Errand]:
    """What is asked of whoever holds `keys` and made `request`, besides cases.

    Found once a request, since the menu counts what the page lists.
    """
    if not hasattr(request, "errands"):
        found = [provider(request.user, keys) for provider in _errands]
        request.errands = [errand for asked in found for errand in asked]
    asked_now: list[Errand] = request.errands
    return asked_now


Condition = Callable[[Any], Q]
_asides: list[Condition] = []


def sets_aside(condition: Condition) -> Condition:
    """Register a condition on tasks: while it holds, nobody has anything to do about them.

    For an app that knows a request to be arranged for, though not met yet. It is given the day,
    which may be an expression.
    """
    _asides.append(condition)
    return condition


def open_requests_to(keys: Iterable[Any], today: Any = None) -> "QuerySet[Task]":
    """The open requests to those who hold `keys`, less those that are set aside `today`."""
    found = Task.objects.open().filter(audience__in=keys)
    for condition in _asides:
        # Looked up once, and not of each request: the few that are set aside are known apart.
        aside = Task.objects.open().filter(condition(today or timezone.localdate()))
        found = found.exclude(pk__in=aside.values("pk"))
    return found


def tasks_for(user: Any) -> "QuerySet[Task]":
    """The open requests addressed to `user`, with their case."""
    return _with_cases(open_requests_to(keys_of(user)))


def _with_cases(found: "QuerySet[Task]") -> "QuerySet[Task]":
    return _soonest(found).select_related("process__case")


def _soonest(found: "QuerySet[Task]") -> "QuerySet[Task]":
    return found.order_by(F("due_at").asc(nulls_last=True), "pk")


TODAY = Given("today", DateField())
MANY = 50  # keys


def _keys(number: int) -> list[Any]:
    return keys_to_come(number, CharField())


def _given(keys: Collection[str]) -> dict[str, Any]:
    return {"today": timezone.localdate(), **as_given(sorted(keys))}


@Question
def _waiting(number: int, most: int) -> "QuerySet[Any, Any]":
    return _first_keys(number, most)[:most]


@Question
def _lines(number: int, start: int, size: int) -> "QuerySet[Any, Any]":
    return _first_of_each(number, start + size)[start : start + size].values_list(
        "flow_task", "due_at", "process__case_id", "process__case__kind", "process__case__title",
        "process__case__reference",
    )  # fmt: skip


def _first_of_each(number: int, most: int) -> "QuerySet[Task]":
    """Requests to who holds `number` keys, soonest first; whole as far as the first `most`."""
    return _soonest(Task.objects.filter(pk__in=_first_keys(number, most)))


def _first_keys(number: int, most: int) -> "QuerySet[Task, Any]":
    """The keys of the `most` soonest requests to each of `number` keys that one holds.

    An index has those of each in that order: however many there are, few are sorted, and none is
    read for nothing. Where the database unites nothing that is cut short, it unites what is found
    in it. The requests to who holds MANY are read together: they are a good part of all.
    """
    if number > MANY:
        return _soonest(open_requests_to(_keys(number), TODAY)).values("pk")[:most]
    first = [_soonest(open_requests_to([key], TODAY)).values("pk")[:most] for key in _keys(number)]
    if not connection.features.supports_slicing_ordering_in_compound:
        first = [Task.objects.filter(pk__in=keys).order_by().values("pk") for keys in first]
    one, *others = first
    return one.union(*others, all=True) if others else one


def number_waiting(keys: Collection[str], *, most: int) -> int:
    """How many open requests are addressed to who holds `keys`, counted no further than `most`."""
    return _waiting.count(len(keys), most, **_given(keys)) if keys else 0


def inbox_lines(keys: Collection[str], *, size: int, start: int = 0) -> list[InboxLine]:
    """What is asked of who holds `keys`, soonest first, `size` requests from `start` on."""
    if not keys:
        return []
    found = _lines.rows(len(keys), start, size, **_given(keys))
    now = timezone.now()
    return [
        InboxLine(
            title=node.task_title or str(node),
            about=title,
            reference=reference,
            url=url_of_case(kind, case_id),
            due_at=due_at,
            tone=_tone(due_at, now),
        )
        for node, due_at, case_id, kind, title, reference in found
    ]


def _tone(due_at: datetime | None, now: datetime) -> str:
    if due_at is None:
        return ""
    left = due_at - now
    if left < timedelta():
        return "stop"
    return "wait" if left <= SOON else ""


def waiting_for(case_id: int) -> Task | None:
    """The open request of a case: who is waited for, and by when."""
    return _asked_on.first(case=case_id)


@Question
def _asked_on() -> "QuerySet[Any]":
    return Task.objects.open().requests().filter(process__case_id=Given("case")).order_by("pk")[:1]


@Question
def _first_tasks(number: int, most: int) -> "QuerySet[Any]":
    found = _with_cases(open_requests_to(_keys(number), TODAY))
    return found.exclude(process__case_id=Given("but"))[:most]


def first_tasks(keys: Collection[str], *, most: int, but: int | None) -> list[Task]:
    """The soonest of what is asked of who holds `keys`, with their case; not on the case `but`."""
    return _first_tasks.objects(len(keys), most, but=but or 0, **_given(keys)) if keys else []
