"""What the CRESS does: read the queue, assess, ask for complements."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from directory.charters.enums import PrincipleKey
from labelling import operations
from labelling.forms.instruction import (
    ASSIGNEES,
    STATES,
    AssessmentsForm,
    ComplementsForm,
    QueueForm,
    ReassignForm,
    rows_in,
)
from labelling.models import Dossier
from labelling.queue import pipeline, read_page
from labelling.situation import allows
from labelling.views.base import DossierFormPage
from labelling.views.detail import DetailView
from workflows.actors import Actor
from workflows.engine import verdict
from workflows.lifecycles import machine_of
from workflows.pages.forms import tell_refusal
from workflows.pages.views import RoleAccessMixin
from workflows.presentation.french import NBSP
from workflows.verdicts import Refused, Stale

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
        require_now(self.object, self.action, self.actor)
        return super().get(request, *args, **kwargs)


def require_now(dossier: Dossier, action: str, actor: Actor) -> None:
    """Refused when the dossier's state has no room for this."""
    found = verdict(dossier, action, actor=actor)
    if found.unmet:
        label = machine_of(Dossier).transitions[action].law.label
        raise Refused(f"{label}\u00a0: ce n’est pas le moment.", unmet=found.unmet)


class AssessView(DetailView):
    """Record the findings that the instructor has written, each by an action of its own.

    What is complete is recorded; what is not comes back as typed, with what it lacks.
    """

    policy = "labelling.instructor_in_charge"
    form_class = AssessmentsForm

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The address that a refusal leaves in the browser: the page itself is the dossier's."""
        return redirect(f"{self.object.get_absolute_url()}#appreciations")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        require_now(self.object, "assess_principle", self.actor)
        recorded = {item.principle: item for item in self.object.assessments.all()}
        form = self.form_class(request.POST, recorded=recorded)
        form.is_valid()
        written = list(form.complete())
        saved = [each[0].label for each in written if self._record(form, *each)]
        confirmed = recorded.get(request.POST.get("confirm", ""))
        if confirmed and confirmed.principle not in set(form.changed()):
            key = PrincipleKey(confirmed.principle)
            if self._record(form, key, confirmed.finding, confirmed.reasons, confirmed=True):
                saved.append(key.label)
        if saved:
            messages.success(request, _told(saved))
        if form.errors:
            return self._page(assessments=form, status=422)
        if not saved:
            messages.info(request, "Rien de nouveau à enregistrer dans les appréciations.")
        return redirect(f"{self.object.get_absolute_url()}#{self._place()}")

    def _record(
        self,
        form: AssessmentsForm,
        key: PrincipleKey,
        finding: str,
        reasons: str,
        *,
        confirmed: bool = False,
    ) -> bool:
        """Whether the finding was taken; what it lacks is told in `form`."""
        known = form.recorded.get(key)
        try:
            operations.assess_principle(
                self.object,
                principle=key,
                finding=finding,
                reasons=reasons,
                seen=known.history_head if known else "",
                confirmed=confirmed,
                actor=self.actor,
            )
        except Stale:
            if not allows(self.object, "assess_principle"):
                raise
            form.recorded = {item.principle: item for item in self.object.assessments.all()}
            form.add_error(f"reasons_{key}", form.overtaken(key))
            return False
        except Refused as refused:
            tell_refusal(form, _on_fields(refused, {"reasons": f"reasons_{key}"}))
            return False
        return True

    def _place(self) -> str:
        """Back to the very principle: the page does not jump to its top."""
        key = self.request.POST.get("next")
        return f"principe-{key}" if key in PrincipleKey.values else "appreciations"


def _told(saved: list[str]) -> str:
    """« Appréciation enregistrée : Plan d’actions. »"""
    plural = "s" if len(saved) > 1 else ""
    return f"Appréciation{plural} enregistrée{plural}{NBSP}: {', '.join(saved)}."


class RequestComplementsView(InstructionView):
    """Item by item, what the structure must still give, and by when."""

    template_name = "labelling/instruction_complements.html"
    action = "request_complements"
    form_class = ComplementsForm

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
            # What is said of all the items shows beside the first.
            raise _on_fields(refused, {"items": "request_0"}) from None
        return "Compléments demandés. La structure est prévenue."


class ReassignView(InstructionView):
    """Confide the instruction to somebody else; the direction of the CRESS does."""

    policy = "directory.cress_manager"
    template_name = "labelling/instruction_reassign.html"
    action = "reassign"
    form_class = ReassignForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"dossier": self.object}

    def operate(self, form: ReassignForm) -> str:
        operations.reassign(self.object, actor=self.actor, **form.cleaned_data)
        return f"{form.cleaned_data['assignee']} instruit désormais ce dossier."


def _on_fields(refused: Refused, names: Mapping[str, str]) -> Refused:
    """The same, said of the fields that `names` gives instead."""
    unmet = [replace(item, field=names.get(item.field, item.field)) for item in refused.unmet]
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
