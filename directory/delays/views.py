"""« Les délais »: what the scheme allows, and where the direction changes it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import TemplateView

from directory.delays.catalogue import KNOWN, Known
from directory.delays.forms import ChangeForm, WhyForm
from directory.delays.in_force import schedule
from directory.delays.models import DelayChange
from directory.delays.operations import (
    REFUSED,
    change_delay,
    first_day,
    last_act_on,
    problems,
    undo_change,
)
from directory.delays.reading import (
    acts_of,
    changes_to_undo,
    consequences_of,
    line_of,
    lines_by_subject,
)
from directory.rulebook import DirectoryRules
from workflows.pages.forms import tell_refusal
from workflows.pages.paging import page_of
from workflows.pages.views import ObjectAccessMixin, OperationFormView, RoleAccessMixin
from workflows.presentation.french import format_date
from workflows.verdicts import Refused

ACTS_SHOWN = 20
OF_ONE_SHOWN = 10


class DelaysView(RoleAccessMixin, TemplateView):
    """All delays by subject: what is in force, since when, from which text, what is coming."""

    policy = DirectoryRules.cress_manager
    template_name = "directory/delays.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        subjects = lines_by_subject(timezone.localdate())
        return super().get_context_data(subjects=subjects, **kwargs)


class HistoryView(RoleAccessMixin, TemplateView):
    """All that was decided of delays, the last first."""

    policy = DirectoryRules.cress_manager
    template_name = "directory/delays_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = DelayChange.history.order_by("-history_id")
        page = page_of(found, self.request, size=ACTS_SHOWN)
        return super().get_context_data(page=page, acts=list(acts_of(page.rows)), **kwargs)


class ChangeView(RoleAccessMixin, OperationFormView):
    """One delay: its history, what is planned, and the form that changes it.

    What a change entails is shown first; a second button does it.
    """

    policy = DirectoryRules.cress_manager
    template_name = "directory/delay.html"
    form_class = ChangeForm
    success_url = reverse_lazy("directory:delays")
    known: Known

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["key"] not in KNOWN:
            raise Http404
        self.known = KNOWN[kwargs["key"]]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"known": self.known}

    def get_initial(self) -> dict[str, Any]:
        return self._recorded() | {"holds_from": first_day(self.known, timezone.localdate())}

    def recorded_now(self) -> dict[str, Any] | None:
        return self._recorded()

    def form_valid(self, form: ChangeForm) -> HttpResponse:
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        new = form.decided()
        unmet = problems(self.known, new, timezone.localdate())
        if unmet:
            tell_refusal(form, Refused(REFUSED, unmet=unmet))
            return self.form_invalid(form)
        consequences = consequences_of(self.known, new)
        context = self.get_context_data(form=form, consequences=consequences)
        return self.render_to_response(context)

    def operate(self, form: ChangeForm) -> str:
        data = form.cleaned_data
        made = change_delay(
            form.decided(), reason=data["reason"], seen=data["seen"], actor=self.actor
        )
        since = format_date(made.holds_from)
        return f"{self.known.label}\u00a0: {made.length}, à partir du {since}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = DelayChange.history.filter(key=self.known.key).order_by("-history_id")
        return super().get_context_data(
            known=self.known,
            line=line_of(self.known, today),
            planned=changes_to_undo(self.known.key, today),
            acts=list(acts_of(list(rows[:OF_ONE_SHOWN]))),
            **kwargs,
        )

    def _recorded(self) -> dict[str, Any]:
        """The last that was decided of it, planned or in force."""
        last = schedule().versions(self.known.key)[-1].length
        recorded = {"number": last.number, "seen": last_act_on(self.known.key)}
        return recorded | ({"unit": last.unit.value} if len(self.known.units) > 1 else {})


class UndoView(ObjectAccessMixin, OperationFormView):
    """A change that does not hold yet never will."""

    model = DelayChange
    policy = DirectoryRules.cress_manager
    template_name = "directory/delay_undo.html"
    form_class = WhyForm
    success_url = reverse_lazy("directory:delays")

    def operate(self, form: WhyForm) -> str:
        undo_change(self.object, reason=form.cleaned_data["reason"], actor=self.actor)
        return "Modification annulée. Le délai reste ce qu’il était."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(change=self.object, **kwargs)
