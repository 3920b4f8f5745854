"""« La charge du comité »: what each session to come should have, and what other dates change."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from labelling.desk.forecast.load import KEY, Load, bars_of, expected, loads
from labelling.desk.pipeline.views import KINDS
from labelling.foresight.views import SessionsTriedView
from workflows.pages.remarks import Sitting

ADDED, MOVED = "nouvelle séance", "nouvelle date"


def _compared(
    row: Load, now: Mapping[Sitting | None, int], *, added: bool
) -> tuple[str, int | None]:
    """What is said of a day that no session has today, and how much the others have: None for it,
    for there is nothing to compare."""
    if row.sitting and row.sitting not in now:
        return ADDED if added else MOVED, None
    return "", now.get(row.sitting, 0)


class ForecastView(SessionsTriedView):
    """How many cases each session should have to decide."""

    template_name = "desk/forecast.html"

    def tried(
        self, sittings: list[Sitting], simulated: list[Sitting] | None, today: date
    ) -> dict[str, Any]:
        found = expected(KINDS, sittings, today)
        planned = loads(found, sittings, today)
        rows = planned if simulated is None else loads(found, simulated, today)
        now = {row.sitting: row.total for row in planned}
        added = len(simulated or ()) > len(sittings)
        return {
            "heads": [words for _, words in KEY],
            "rows": [(row, *_compared(row, now, added=added)) for row in rows],
            "bars": bars_of(rows),
            "simulated": simulated is not None,
            "any_session": bool(sittings),
        }
