"""The history of a case as its pages tell it: its own, and that of every record it is made of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import F, QuerySet

from workflows.actors import Actor
from workflows.compiled_sql import Given, Question
from workflows.history import history_model
from workflows.kinds import kind_of
from workflows.lifecycles import Lifecycle, machine_of
from workflows.pages.history_rows import History, Place
from workflows.pages.timeline import Entry, actor_names, timeline_page, title_of

LINES_A_PAGE = 25  # each line may hold two long texts, before and after


def case_timeline(
    case: Lifecycle,
    *,
    after: Place | None = None,
    size: int = LINES_A_PAGE,
    reader: Actor | None = None,
) -> tuple[list[Entry], Place | None]:
    """A page of it, newest first, and where the next begins; see `timeline_page`.

    `reader` is who reads it, None for all of it. A row of the case that only carries the change
    of a record is left to that record's line.
    """
    kind, machine = kind_of(case), machine_of(type(case))
    records = kind.records(case, reader)
    own = History.of_one(case, without=kind.untold(case, reader) if reader else ())
    return timeline_page(own, *records, after=after, size=size, machine=machine)


class Move(NamedTuple):
    """The opening of a case, or a change of its state: what was done, and the state it led to."""

    action: str
    state: str
    when: datetime
    actor: str
    reason: str


@Question
def _moves(kind: str) -> "QuerySet[Any, Any]":
    model: Any = apps.get_model(kind)
    rows = history_model(model).objects.exclude(source=F("state"))
    of_case = rows.filter(**{model._meta.pk.attname: Given("case")})
    ranked = of_case.order_by("-history_date", "-history_id")
    return ranked.values_list("transition", "state", "history_date", "actor", "reason")


def moves_of(case: Lifecycle) -> list[Move]:
    """The path of `case`, its last move first. One query: a case moves a score of times."""
    return [Move(*row) for row in _moves.rows(case._meta.label_lower, case=case.pk)]


def last_moves(case: Lifecycle, *, limit: int) -> list[Entry]:
    """The last of them as lines of history, for a page that asks nothing else of the path."""
    return told(case, moves_of(case)[:limit])


def told(case: Lifecycle, moves: Sequence[Move]) -> list[Entry]:
    """`moves` of `case` as lines of history; one query for the names.

    Without what changed: whatever was written between two of them would be laid to the second.
    """
    model = type(case)
    machine = machine_of(model)
    names = actor_names(move.actor for move in moves)
    return [
        Entry(
            title=title_of(move.action, machine, model),
            when=move.when,
            by=names[move.actor],
            reason=move.reason,
            tone=machine.state(move.state).tone,
            about="",
            changes=(),
        )
        for move in moves
    ]
