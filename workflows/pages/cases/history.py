"""The history of a case as its pages tell it: its own, and that of every record it is made of."""

from dataclasses import replace

from workflows.actors import Actor
from workflows.kinds import kind_of
from workflows.lifecycles import Lifecycle, machine_of
from workflows.pages.timeline import Entry, Place, timeline, timeline_page

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
    records = kind_of(case).records(case, reader)
    machine = machine_of(type(case))
    return timeline_page(case.history.all(), *records, after=after, size=size, machine=machine)


def last_moves(case: Lifecycle, *, limit: int) -> list[Entry]:
    """The opening of `case` and its last changes of state, newest first; two queries.

    Without what changed: whatever was written between two of them would be laid to the second.
    """
    machine = machine_of(type(case))
    moves = [move.name for move in machine.transitions.values() if move.target]
    rows = case.history.filter(transition__in=[*machine.births, *moves])
    return [replace(entry, changes=()) for entry in timeline(rows, limit=limit)]
