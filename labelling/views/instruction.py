"""What the CRESS does: read the queue, assess, ask for complements."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from directory.enums import PrincipleKey
from labelling import operations
from labelling.forms.instruction import (
    ASSIGNEES,
    STATES,
    AssessForm,
    ComplementsForm,
    QueueForm,
    rows_in,
)
from labelling.models import AssemblyPresentation, Dossier
from labelling.queue import pipeline, read_page
from labelling.views.base import DossierFormPage
from labelling.views.instruction_detail import detail_context, files_by_slot, principle_cards
from workflows.engine import verdict
from workflows.lifecycles import machine_of
from workflows.verdicts import Refused
from workflows.views import RoleAccessMixin

__all__ = ["AssessView", "QueueView", "RequestComplementsView", "detail_context"]

AFTER = "apres"


class QueueView(RoleAccessMixin, View):
    """The filed dossiers, soonest deadline first."""

    policy = "labelling.read_queue"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = QueueForm(request.GET)
        filters = form.filters(request.GET.get(AFTER, ""))
        today = timezone.localdate()
        page = read_page(filters, user=self.actor.user, today=today)
        context = {
            "filters": filters,
            "states": STATES,
            "assignees": ASSIGNEES,
            "page": page,
            "state_label": form.state_label,
            "tiles": pipeline(today),
            "chips": [(words, _without(request, name)) for name, words in form.chips()],
            "following": _query(request, **{AFTER: page.following}) if page.following else "",
            "beginning": _without(request, AFTER),
        }
        return render(request, "labelling/queue.html", context)


class InstructionView(DossierFormPage):
    """A form of the person in charge, on what `action` of the law allows now."""

    policy = "labelling.instructor_in_charge"
    action: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require_now()
        return super().get(request, *args, **kwargs)

    def require_now(self) -> None:
        """Refused when the dossier's state has no room for this."""
        found = verdict(self.object, self.action, actor=self.actor)
        if found.unmet:
            label = machine_of(Dossier).transitions[self.action].law.label
            raise Refused(f"{label}\u00a0: ce n’est pas le moment.", unmet=found.unmet)


class AssessView(InstructionView):
    """The finding on one principle, with its reasons."""

    template_name = "labelling/instruction_assess.html"
    action = "assess_principle"
    principle: PrincipleKey

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["key"] not in PrincipleKey.values:
            raise Http404
        self.principle = PrincipleKey(kwargs["key"])

    def get_form(self, form_class: Any = None) -> AssessForm:
        return AssessForm(self.request.POST, key=self.principle.value)

    def operate(self, form: AssessForm) -> str:
        operations.assess_principle(
            self.object, principle=self.principle, actor=self.actor, **form.cleaned_data
        )
        return f"Appréciation enregistrée\u00a0: {self.principle.label}."

    def get_success_url(self) -> str:
        """Back to the very principle: the page does not jump to its top."""
        return f"{self.object.get_absolute_url()}#principe-{self.principle}"

    def get_context_data(self, form: AssessForm | None = None, **kwargs: Any) -> dict[str, Any]:
        """The card of the principle holds its form, empty or refused."""
        cards = principle_cards(
            self.object,
            files_by_slot(self.object),
            assessing=True,
            forms={self.principle: form} if form else None,
        )
        card = next(card for card in cards if card.key == self.principle)
        assembly = AssemblyPresentation.objects.filter(dossier=self.object).first()
        return super().get_context_data(form=card.form, principle=card, assembly=assembly, **kwargs)


class RequestComplementsView(InstructionView):
    """Item by item, what the structure must still give, and by when."""

    template_name = "labelling/instruction_complements.html"
    action = "request_complements"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "add" in request.POST:
            return self.page(form=ComplementsForm.with_one_more(request.POST))
        return super().post(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> ComplementsForm:
        if self.request.method == "POST":
            return ComplementsForm(self.request.POST, rows=rows_in(self.request.POST))
        return ComplementsForm.proposed(self.object)

    def operate(self, form: ComplementsForm) -> str:
        try:
            operations.request_complements(
                self.object,
                items=form.items,
                due_on=form.cleaned_data["due_on"],
                actor=self.actor,
            )
        except Refused as refused:
            raise _on_first_row(refused) from None
        return "Compléments demandés. La structure est prévenue."


def _on_first_row(refused: Refused) -> Refused:
    """What is said of all the items shows beside the first."""
    unmet = [
        replace(item, field="request_0") if item.field == "items" else item
        for item in refused.unmet
    ]
    return Refused(refused.message, unmet=unmet)


def _query(request: HttpRequest, **values: Any) -> str:
    """The queue's address with these parameters instead."""
    query = request.GET.copy()
    for name, value in values.items():
        query[name] = value
    return f"{reverse('labelling:queue')}?{query.urlencode()}"


def _without(request: HttpRequest, name: str) -> str:
    """The first page of the queue without the filter `name`."""
    query = request.GET.copy()
    for key in {name, AFTER}.intersection(query):
        del query[key]
    return f"{reverse('labelling:queue')}?{query.urlencode()}"
