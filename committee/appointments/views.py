"""« Le comité »: the bodies, who sits in their colleges, and how that changes."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from committee.appointments.composition import PAST_SHOWN, compositions
from committee.appointments.forms import (
    AppointForm,
    CancelAppointmentForm,
    EndMandateForm,
    EstablishForm,
)
from committee.appointments.operations import (
    appoint,
    cancel_appointment,
    end_mandate,
    establish_body,
    first_free_day,
    why_not_cancel,
)
from committee.bodies.models import Body, Mandate
from directory.rulebook import DirectoryRules
from workflows.pages.timeline import latest, timeline
from workflows.pages.views import ObjectAccessMixin, OperationFormView, RoleAccessMixin

HISTORY_SHOWN = 5
HISTORY_KEPT = 100
FIRST_NAME = "Comité scientifique et éthique"


class CompositionView(RoleAccessMixin, TemplateView):
    """Who sits today, who will, who did, and every change."""

    policy = DirectoryRules.cress_manager
    template_name = "committee/composition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        history = latest(
            Mandate.history.select_related("user", "college", "organisation"), HISTORY_KEPT
        )
        entries = timeline(history, limit=HISTORY_KEPT)
        return super().get_context_data(
            compositions=compositions(timezone.localdate()),
            past_shown=PAST_SHOWN,
            entries=entries[:HISTORY_SHOWN],
            older_entries=entries[HISTORY_SHOWN:],
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class MembersView(TemplateView):
    """Who decides, for anyone to know: names, colleges and mandates in force, and no address."""

    template_name = "committee/members.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(bodies=compositions(timezone.localdate()), **kwargs)


class CompositionFormView(OperationFormView):
    """A form, and back to « Le comité »."""

    success_url = reverse_lazy("committee:composition")


class EstablishView(RoleAccessMixin, CompositionFormView):
    """A new body, with the colleges of the scheme."""

    policy = DirectoryRules.cress_manager
    form_class = EstablishForm
    template_name = "committee/establish.html"
    extra_context = {"colleges": settings.OSE_COLLEGES}

    def get_initial(self) -> dict[str, Any]:
        return {} if Body.objects.exists() else {"name": FIRST_NAME}

    def operate(self, form: forms.Form) -> str:
        body = establish_body(actor=self.actor, **form.cleaned_data)
        return f"{body}\u00a0: instance créée. Nommez ses membres."


class AppointView(ObjectAccessMixin, CompositionFormView):
    """Someone with an account gets a seat."""

    model = Body
    policy = DirectoryRules.cress_manager
    form_class = AppointForm
    template_name = "committee/appoint.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"body": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(body=self.object, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {
            "starts_on": first_free_day(self.object),
            "college": self.request.GET.get("college"),
        }

    def operate(self, form: forms.Form) -> str:
        mandate = appoint(actor=self.actor, **form.cleaned_data)
        return f"Nomination enregistrée\u00a0: {mandate}, {mandate.period}."


class MandateFormView(ObjectAccessMixin, CompositionFormView):
    """A form about one mandate."""

    model = Mandate
    policy = DirectoryRules.cress_manager
    select_related = ("user", "college__body", "organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(mandate=self.object, **kwargs)


class EndMandateView(MandateFormView):
    form_class = EndMandateForm
    template_name = "committee/end_mandate.html"

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": max(timezone.localdate(), self.object.starts_on)}

    def operate(self, form: forms.Form) -> str:
        mandate = end_mandate(self.object, actor=self.actor, **form.cleaned_data)
        return f"Fin de mandat enregistrée\u00a0: {mandate}, {mandate.period}."


class CancelAppointmentView(MandateFormView):
    form_class = CancelAppointmentForm
    template_name = "committee/cancel_appointment.html"

    def operate(self, form: forms.Form) -> str:
        mandate = cancel_appointment(self.object, actor=self.actor, **form.cleaned_data)
        return f"Nomination annulée\u00a0: {mandate}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(problems=list(why_not_cancel(self.object)), **kwargs)
