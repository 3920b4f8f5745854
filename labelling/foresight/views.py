"""« Les renouvellements à venir »: whose label ends when, and « Simuler »: were sessions others."""

from abc import ABC, abstractmethod
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from directory.rulebook import DirectoryRules
from labelling.foresight.forms import SimulationForm
from labelling.foresight.simulation import HORIZON, foresee
from workflows.pages.paging import page_of
from workflows.pages.remarks import Sitting, sittings_to_come
from workflows.pages.views import RoleAccessMixin

TRIED = "simuler"


class SessionsTriedView(RoleAccessMixin, TemplateView, ABC):
    """Read by the CRESS; what is tried is in the address, and nothing is written."""

    policy = DirectoryRules.cress_staff

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = timezone.localdate()
        sittings = sittings_to_come(today)
        tried = request.GET if TRIED in request.GET else None
        form = SimulationForm(tried, sittings=sittings, today=today)
        simulated = form.simulated() if tried is not None and form.is_valid() else None
        context = self.get_context_data(form=form, **self.tried(sittings, simulated, today))
        return self.render_to_response(context, status=422 if form.errors else 200)

    @abstractmethod
    def tried(
        self, sittings: list[Sitting], simulated: list[Sitting] | None, today: date
    ) -> dict[str, Any]:
        """What the template shows of the sessions to come, and of those tried in their place."""


class ForesightView(SessionsTriedView):
    """Whose label ends when, who is told, and what other sessions would change."""

    template_name = "labelling/foresight.html"

    def tried(
        self, sittings: list[Sitting], simulated: list[Sitting] | None, today: date
    ) -> dict[str, Any]:
        foresight = foresee(sittings, simulated, today)
        page = page_of(foresight.shown, self.request)
        return {
            "sittings": sittings,
            "foresight": foresight,
            "simulated": simulated,
            "page": page,
            "rows": foresight.foreseen(page.rows),
            "horizon": HORIZON,
            "today": today,
        }
