"""« La charge du comité »: what each session to come should have, and what other dates change."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from directory.rulebook import DirectoryRules
from labelling.desk.forecast.load import KEY, bars_of, expected, loads
from labelling.desk.pipeline.views import KINDS
from labelling.foresight.forms import SimulationForm
from labelling.foresight.views import TRIED
from workflows.pages.remarks import sittings_to_come
from workflows.pages.views import RoleAccessMixin


class ForecastView(RoleAccessMixin, TemplateView):
    """Read by the CRESS; what is tried is in the address, and nothing is written."""

    policy = DirectoryRules.cress_staff
    template_name = "desk/forecast.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data()
        return self.render_to_response(context, status=422 if context["form"].errors else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        sittings = sittings_to_come(today)
        tried = self.request.GET if TRIED in self.request.GET else None
        form = SimulationForm(tried, sittings=sittings, today=today)
        simulated = form.simulated() if tried is not None and form.is_valid() else None
        found = expected(KINDS, today)
        rows = loads(found, sittings if simulated is None else simulated, today)
        now = {row.day: row.total for row in loads(found, sittings, today)}
        return super().get_context_data(
            form=form,
            heads=[words for _, words in KEY],
            rows=[(row, now.get(row.day, 0)) for row in rows],
            bars=bars_of(rows),
            simulated=simulated is not None,
            any_session=bool(sittings),
            **kwargs,
        )
