"""« La conservation »: what the rules of retention would do, and when, for the direction."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from directory.retention.foreseeing import foresee
from directory.retention.forms import DayForm
from directory.retention.registry import retention_rules
from directory.rulebook import DirectoryRules
from workflows.pages.views import RoleAccessMixin


class RetentionView(RoleAccessMixin, TemplateView):
    """Each rule on a day, today unless another is asked for. Nothing is done."""

    policy = DirectoryRules.cress_manager
    template_name = "directory/retention.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(**kwargs)
        return self.render_to_response(context, status=422 if context["form"].errors else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = DayForm(self.request.GET or None)
        today = timezone.localdate()
        asked: date | None = form.cleaned_data["le"] if form.is_valid() else None
        day = asked or today
        return super().get_context_data(
            form=form,
            day=day,
            today=today,
            foreseen=[foresee(rule, day) for rule in retention_rules()],
            **kwargs,
        )
