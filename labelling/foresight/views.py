"""« Les renouvellements à venir »: whose label ends when, and « Simuler »: were sessions others."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from directory.rulebook import DirectoryRules
from labelling.foresight.forms import SimulationForm
from labelling.foresight.simulation import HORIZON, foresee
from workflows.pages.paging import page_of
from workflows.pages.remarks import sittings_to_come
from workflows.pages.views import RoleAccessMixin

TRIED = "simuler"


class ForesightView(RoleAccessMixin, TemplateView):
    """Read by the CRESS; what is tried is in the address, and nothing is written."""

    policy = DirectoryRules.cress_staff
    template_name = "labelling/foresight.html"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context = self.get_context_data()
        status = 422 if context["form"].errors else 200
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        sittings = sittings_to_come(today)
        tried = self.request.GET if TRIED in self.request.GET else None
        form = SimulationForm(tried, sittings=sittings, today=today)
        simulated = form.simulated() if tried is not None and form.is_valid() else None
        foresight = foresee(sittings, simulated, today)
        page = page_of(foresight.shown, self.request)
        return super().get_context_data(
            form=form,
            sittings=sittings,
            foresight=foresight,
            simulated=simulated,
            page=page,
            rows=foresight.foreseen(page.rows),
            horizon=HORIZON,
            today=today,
            **kwargs,
        )
