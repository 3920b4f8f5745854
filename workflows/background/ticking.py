"""What time brings: each app registers its part, `manage.py tick` runs them all.

A part says what is due, and how each of it is done; doing it for good or rehearsing it is the same
code, rolled back or not. Every part is idempotent and safe in parallel: two ticks at once do the
work of one.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction

from workflows.actors import Actor
from workflows.engine import perform
from workflows.lifecycles import Lifecycle, machine_of
from workflows.models import Task
from workflows.outbox.events import Event, Target
from workflows.outbox.notices import addressees_of
from workflows.presentation.french import format_datetime
from workflows.sweeping.doors import perform_all
from workflows.verdicts import Refusal

logger = logging.getLogger(__name__)

TICK = Actor.system("tick")
FAILED = "failed"
REFUSED = "refused"
# Rows of one transaction: enough to share the cost, few enough to keep nobody waiting.
SWEPT_AT_ONCE = 1000
Counts = dict[str, int]
Step = tuple[Lifecycle, str]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do now, about `row`.

    `does` names the counts that it adds to; `words` and `why` say it in French; `event` is the
    action on `row` that the world is told of, empty for none. `do` does it, in a transaction that
    is opened for it, and returns False when there was nothing left to do. `steps` are the
    transitions that it comes to, where it comes to nothing else.
    """

    row: models.Model
    does: tuple[str, ...]
    words: str
    why: str
    do: Callable[[], object]
    event: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def about(self) -> str:
        """The object as people know it: « dossier D-2026-0001, Les Jardins »."""
        row: Any = self.row.process.case.subject if isinstance(self.row, Task) else self.row
        return f"{row._meta.verbose_name} {row}"

    @property
    def would_reach(self) -> list[str]:
        """The names of those whom the world's telling would reach."""
        if not self.event:
            return []
        target = Target.about(self.row, Event.of(self.row, self.event, actor=TICK))
        return sorted(str(addressee.user) for addressee in addressees_of(target))


@dataclass(frozen=True, slots=True)
class Sweep:
    """The same thing to do now to each of `rows`: done to many at once, as if one by one.

    `steps` are the transitions that it comes to, and `due(row)` says what it is to one.
    """

    rows: models.QuerySet[Any]
    steps: tuple[str, ...]
    due: Callable[[Any], Due]
    at: datetime


Found = Due | Sweep


@dataclass(frozen=True, slots=True)
class Part:
    """What an app brings to the clock: `due(at)`, and the names of what it counts."""

    counted: tuple[str, ...]
    due: Callable[[datetime], Iterator[Found]]


Note = Callable[[str, Due], None]
Finder = TypeVar("Finder", bound="Callable[[datetime], Iterator[Found]]")
_parts: dict[str, Part] = {}


def on_tick(name: str, *counted: str) -> Callable[[Finder], Finder]:
    """Register the decorated `due(at)` under `name`; what it does is counted under `counted`.

    A refusal is counted where `counted` names it.
    """

    def register(due: Finder) -> Finder:
        if name in _parts:
            raise ImproperlyConfigured(f"tick part {name} is defined twice")
        _parts[name] = Part(counted, due)
        return due

    return register


def run_tick(
    at: datetime, *, rehearse: bool = False, note: Note | None = None
) -> dict[str, Counts]:
    """Do all that is due at the moment `at` (aware); return the counts of each part, by name.

    `rehearse`: do each thing and undo it at once, so that nothing is written; what follows from
    another thing of the same tick is not seen. `note(part, due)` hears of each thing done. A part
    that raises is logged, its counts are `{"failed": 1}`, and the others run all the same.
    """
    return {name: _run(name, part, at, rehearse, note) for name, part in _in_turn()}


def _in_turn() -> list[tuple[str, Part]]:
    """What is beneath comes first: an app sees what those that it rests on have done. One that
    only tells people rests on all of them."""
    ranks = {config.name: -rank for rank, config in enumerate(apps.get_app_configs())}

    def rank(named: tuple[str, Part]) -> int:
        config = apps.get_containing_app_config(named[1].due.__module__)
        return ranks[config.name] if config else 1

    return sorted(_parts.items(), key=rank)


def _run(name: str, part: Part, at: datetime, rehearse: bool, note: Note | None) -> Counts:
    try:
        return carry_out(
            part.due(at), part.counted, rehearse=rehearse, note=note and partial(note, name)
        )
    except Exception:
        logger.exception("tick: %s failed", name)
        return {FAILED: 1}


def carry_out(
    due: Iterator[Found],
    counted: tuple[str, ...],
    *,
    rehearse: bool = False,
    note: Callable[[Due], None] | None = None,
) -> Counts:
    """Do what is `due`, each in a transaction of its own: it holds whole or not at all.

    A refusal is no accident: someone was quicker, or a guard says that it is too early. Any other
    error is logged and counted: one bad row must not stop time for the others. Of a sweep, those
    that cannot be done with the others are tried alone, and so is all that is rehearsed.
    """
    counts = dict.fromkeys((*counted, FAILED), 0)
    for found in due:
        for item, outcomes in _outcomes(found, rehearse=rehearse):
            for outcome in outcomes:
                if outcome in counts:
                    counts[outcome] += 1
            if note and outcomes == item.does:
                note(item)
    return counts


def _outcomes(found: Found, *, rehearse: bool) -> Iterator[tuple[Due, tuple[str, ...]]]:
    """Each thing done or tried, and what there is to count of it."""
    if isinstance(found, Due):
        yield found, _attempt(found, rehearse=rehearse)
        return
    keys = list(found.rows.values_list("pk", flat=True))
    for start in range(0, len(keys), SWEPT_AT_ONCE):
        some = keys[start : start + SWEPT_AT_ONCE]
        rows = found.rows.filter(pk__in=some)
        done = [] if rehearse else _sweep(found, rows)
        yield from ((item, item.does) for item in done)
        if len(done) < len(some):
            for row in rows.exclude(pk__in=[item.row.pk for item in done]):
                item = found.due(row)
                yield item, _attempt(item, rehearse=rehearse)


def _sweep(sweep: Sweep, rows: models.QuerySet[Any]) -> list[Due]:
    """Do it to `rows` at once, step by step; those to which it is done.

    One of several steps holds whole or not at all, so a refusal on the way leaves none done. A
    single one locks what it reads; of several, each locks its own in the order of the steps.
    """
    single = len(sweep.steps) == 1
    try:
        with transaction.atomic():
            if single:
                rows = rows.select_for_update(no_key=True, of=("self",))
            items = done = [sweep.due(row) for row in rows]
            if not items:  # another tick was quicker
                return []
            for step, name in enumerate(sweep.steps):
                cases = [item.steps[step][0] for item in items]
                answers = perform_all(cases, name, actor=TICK, at=sweep.at, locked=single)
                done = [item for item, answer in zip(items, answers, strict=True) if answer is None]
                if len(done) < len(items) and not single:
                    transaction.set_rollback(True)
                    return []
    except Exception:
        # Alone, the one at fault is found, and its error is told with its name.
        logger.warning("tick: a sweep of %s is done one by one", sweep.steps, exc_info=True)
        return []
    return done


def _attempt(item: Due, *, rehearse: bool) -> tuple[str, ...]:
    """Do it or rehearse it; return what there is to count."""
    try:
        with transaction.atomic():
            done = item.do()
            if rehearse:
                transaction.set_rollback(True)
    except Refusal:
        return (REFUSED,)
    except Exception:
        logger.exception("tick: %s %s failed", item.row._meta.label, item.row.pk)
        return (FAILED,)
    return () if done is False else item.does


def transition_due(
    case: Lifecycle,
    name: str,
    *,
    does: tuple[str, ...],
    why: str,
    at: datetime,
    first: tuple[Step, ...] = (),
) -> Due:
    """The transition `name` of `case`, which time performs at the moment `at`, after those `first`.

    All or none of them.
    """
    steps = (*first, (case, name))

    def do() -> None:
        for subject, action in steps:
            perform(subject, action, actor=TICK, at=at)

    return Due(
        row=case,
        does=does,
        words=machine_of(type(case)).transitions[name].law.label,
        why=why,
        do=do,
        event=name,
        steps=steps,
    )


@on_tick("time_outs", "performed", REFUSED)
def time_outs(at: datetime) -> Iterator[Due]:
    """The transition that each overdue request names."""
    for task in Task.objects.overdue(at).select_related("process__case").order_by("pk"):
        limit: Any = task.times_out_at
        yield transition_due(
            task.process.case.subject,
            task.flow_task.timeout_transition,
            does=("performed",),
            why=f"délai échu le {format_datetime(limit)}",
            at=at,
        )
