"""« Mes tâches »: what a person is asked for, soonest first."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from workflows.models import Task
from workflows.policies import keys_of
from workflows.presentation.links import case_url

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A request as a line: `tone` is `stop` when late, `wait` within a week, else empty."""

    task: Task
    url: str
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


Condition = Callable[[], Q]
_asides: list[Condition] = []


def sets_aside(condition: Condition) -> Condition:
    """Register a condition on tasks: while it holds, nobody has anything to do about them.

    For an app that knows a request to be arranged for, though not met yet.
    """
    _asides.append(condition)
    return condition


def open_requests_to(keys: Iterable[str]) -> "QuerySet[Task]":
    """The open requests to those who hold `keys`, less those that are set aside."""
    found = Task.objects.open().filter(audience__in=set(keys))
    for condition in _asides:
        # Looked up once, and not of each request: the few that are set aside are known apart.
        found = found.exclude(pk__in=Task.objects.open().filter(condition()).values("pk"))
    return found


def tasks_for(user: Any, keys: Collection[str] | None = None) -> "QuerySet[Task]":
    """The open requests addressed to `user`, with their case; one query.

    Plus those of the `keys` that the user holds, unless they are given.
    """
    return (
        open_requests_to(keys_of(user) if keys is None else keys)
        .select_related("process__case")
        .order_by(F("due_at").asc(nulls_last=True), "pk")
    )


def soonest_for(user: Any, keys: Collection[str] | None = None) -> "QuerySet[Any]":
    """The ids of `tasks_for`: one table gives them, however many are sorted to show a few.

    What is shown then comes `with_cases`.
    """
    return tasks_for(user, keys).values_list("pk", flat=True)


def with_cases(ids: Sequence[int]) -> list[Task]:
    """The requests of these ids, in this order, with their case; one query."""
    found = Task.objects.select_related("process__case").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def inbox_lines(tasks: Iterable[Task]) -> list[InboxLine]:
    """`tasks`, which come with their case, ready to show."""
    return [InboxLine(task, case_url(task.process.case), _tone(task)) for task in tasks]


def _tone(task: Task) -> str:
    if task.due_at is None:
        return ""
    left = task.due_at - timezone.now()
    if left < timedelta():
        return "stop"
    return "wait" if left <= SOON else ""


def waiting_for(case_id: int) -> Task | None:
    """The open request of a case: who is waited for, and by when."""
    return Task.objects.open().requests().filter(process__case_id=case_id).first()
