"""What the CRESS asks of an organisation, and to whom it confides an application."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.forms import Field
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from directory.rulebook import DirectoryRules
from labelling.instruction.enums import Finding
from labelling.instruction.forms.complements import (
    MAX_ITEMS,
    ComplementsForm,
    request_fields,
    rows_in,
)
from labelling.instruction.forms.reassigning import ReassignForm
from labelling.instruction.links import page_url
from labelling.instruction.models.recorded import recorded_assessments
from labelling.instruction.operations import reassign, request_complements
from labelling.instruction.reading.consequences import consequences_of
from labelling.instruction.reading.criteria import FINDINGS
from labelling.instruction.reading.told import told_of
from labelling.instruction.views.application import ApplicationFormPage, ApplicationPage
from labelling.rulebook import LabellingRules
from workflows.pages.views import require_now
from workflows.verdicts import Refused


class InstructionView(ApplicationFormPage):
    """A form of the person in charge, on what `action` of the law allows now."""

    policy = LabellingRules.instructor_in_charge
    action: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_now(self.object, self.action, self.actor)
        return super().get(request, *args, **kwargs)


class DeclareAdmissibleView(ApplicationPage):
    """What declaring it admissible does, before it is done: the findings, and who is told.

    The button performs the transition, at the address of transitions.
    """

    policy = LabellingRules.instructor_in_charge
    template_name = "labelling/instruction_admissible.html"
    action = "declare_admissible"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        require_now(self.object, self.action, self.actor)
        recorded = recorded_assessments(self.object)
        findings = [recorded[key] for key in self.object.criteria if key in recorded]
        return self.page(
            findings=[(item, FINDINGS[item.finding]) for item in findings],
            reserved=any(item.finding != Finding.ESTABLISHED for item in findings),
            consequences=consequences_of(self.object, self.action, timezone.localdate()),
            told=told_of(self.object, self.action, self.actor),
            perform_url=page_url("transition", self.object, self.action),
        )


class RequestComplementsView(InstructionView):
    """Item by item, what the structure must still give, and by when."""

    template_name = "labelling/instruction_complements.html"
    action = "request_complements"
    previewable = True
    form_class = ComplementsForm

    def typed_fields(self) -> dict[str, Field]:
        deadline = ComplementsForm.base_fields["due_on"]
        return request_fields(self.model.criteria, MAX_ITEMS) | {"due_on": deadline}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "add" in request.POST:
            return self.page(form=ComplementsForm.with_one_more(request.POST, self.object.criteria))
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = told_of(self.object, self.action, self.actor)
        return super().get_context_data(told=told, **kwargs)

    def get_form(self, form_class: Any = None) -> ComplementsForm:
        if self.request.method == "POST":
            return ComplementsForm(
                self.request.POST,
                criteria=self.object.criteria,
                rows=rows_in(self.request.POST),
            )
        return ComplementsForm.proposed(self.object)

    def operate(self, form: ComplementsForm) -> str:
        try:
            request_complements(
                self.object,
                items=form.items,
                due_on=form.cleaned_data["due_on"],
                actor=self.actor,
            )
        except Refused as refused:
            # What is said of all the items shows beside the first.
            raise on_fields(refused, {"items": "request_0"}) from None
        return "Compléments demandés. La structure est prévenue."


class ReassignView(InstructionView):
    """Confide the instruction to somebody else; the direction of the CRESS does."""

    policy = DirectoryRules.cress_manager
    template_name = "labelling/instruction_reassign.html"
    action = "reassign"
    previewable = True
    form_class = ReassignForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"application": self.object}

    def operate(self, form: ReassignForm) -> str:
        reassign(self.object, actor=self.actor, **form.cleaned_data)
        return f"{form.cleaned_data['assignee']} instruit désormais ce dossier."


def on_fields(refused: Refused, names: Mapping[str, str]) -> Refused:
    """The same, said of the fields that `names` gives instead."""
    unmet = [replace(item, field=names.get(item.field, item.field)) for item in refused.unmet]
    return Refused(refused.message, unmet=unmet)
