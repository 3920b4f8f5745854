"""« La charge du comité »: what each session to come should have, and what other dates change."""

from datetime import date
from typing import Any

from labelling.desk.forecast.load import KEY, bars_of, expected, loads
from labelling.desk.pipeline.views import KINDS
from labelling.foresight.views import SessionsTriedView
from workflows.pages.remarks import Sitting


class ForecastView(SessionsTriedView):
    """How many cases each session should have to decide."""

    template_name = "desk/forecast.html"

    def tried(
        self, sittings: list[Sitting], simulated: list[Sitting] | None, today: date
    ) -> dict[str, Any]:
        found = expected(KINDS, today)
        rows = loads(found, sittings if simulated is None else simulated, today)
        now = {None: 0} | {row.day: row.total for row in loads(found, sittings, today)}
        return {
            "heads": [words for _, words in KEY],
            "rows": [(row, now.get(row.day)) for row in rows],
            "bars": bars_of(rows),
            "simulated": simulated is not None,
            "any_session": bool(sittings),
        }
