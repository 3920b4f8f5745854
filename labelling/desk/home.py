"""The CRESS's desk: where the dossiers are, what presses, what ends in the coming year."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from directory.people.models import User
from labelling.desk.renewals.months import drawn_months, renewals
from labelling.dossiers.models import Dossier
from labelling.instruction.queue.drawing import drawn_lines, drawn_pipeline
from labelling.instruction.queue.listing import Row, pipeline, read_page
from labelling.instruction.queue.selection import Filters
from workflows.flow.inbox import InboxLine, inbox_lines
from workflows.policies import keys_of
from workflows.presentation.links import url_to

FIRST_SHOWN = 6
TASKS_SHOWN = 6
MONTHS_AHEAD = 12


def cress_home_context(user: User, keys: Collection[str] | None = None) -> dict[str, Any]:
    """What `labelling/home_cress.html` shows to `user`, of the CRESS, who holds `keys`.

    Four queries, and those that find the keys unless they are given.
    """
    today = timezone.localdate()
    held = keys_of(user) if keys is None else keys
    asked = inbox_lines(held, size=TASKS_SHOWN + 1)
    tiles = pipeline(Dossier, today)
    return {
        "today": today,
        "pipeline": drawn_pipeline(tiles, url_to("labelling:queue"), leads=True),
        "any_late": any(tile.any_late for tile in tiles),
        "first": drawn_lines(pressing(user, today), state=False),
        "tasks": _drawn_tasks(tuple(asked[:TASKS_SHOWN]), today) if asked else "",
        "more_tasks": len(asked) > TASKS_SHOWN,
        "months": drawn_months(renewals(today, MONTHS_AHEAD)),
    }


def pressing(user: User, today: date) -> list[Row]:
    """The first dossiers to deal with: late, or due within the week."""
    page = read_page(Dossier, Filters(), user=user, today=today, size=FIRST_SHOWN)
    return [row for row in page.rows if row.tone]


@lru_cache(maxsize=64)
def _drawn_tasks(tasks: tuple[InboxLine, ...], today: date) -> SafeString:
    """Drawn once a day for whoever is asked for the same, while nothing moves: what is left of a
    delay is told in days."""
    return render_to_string("desk/parts/tasks.html", {"tasks": tasks})
