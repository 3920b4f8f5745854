"""What the CRESS does: read the queue, assess, ask for complements."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
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
from labelling.views.base import DossierPage, tell_refusal
from labelling.views.instruction_detail import detail_context, files_by_slot, principle_cards
from workflows.actors import Actor
from workflows.engine import verdict
from workflows.lifecycles import machine_of
from workflows.policies import get_policy
from workflows.verdicts import Refused

__all__ = ["AssessView", "QueueView", "RequestComplementsView", "detail_context"]

AFTER = "apres"


class QueueView(View):
    """The filed dossiers, soonest deadline first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = Actor.of(request.user)
        get_policy("labelling.read_queue").require(actor, actor.user)
        form = QueueForm(request.GET)
        filters = form.filters(request.GET.get(AFTER, ""))
        today = timezone.localdate()
        page = read_page(filters, user=actor.user, today=today)
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


class InstructionView(DossierPage):
    """A form of the person in charge, on what `action` of the law allows now."""

    policy = "labelling.instructor_in_charge"
    action: str

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

    def get(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        self.require_now()
        return self._show(key, None)

    def post(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        form = AssessForm(request.POST, key=_principle(key).value)
        if form.is_valid() and self._assess(form, key):
            messages.success(request, f"Appréciation enregistrée\u00a0: {_principle(key).label}.")
            # Back to the very principle: the page does not jump to its top.
            url = f"{self.object.get_absolute_url()}#principe-{key}"
            return HttpResponseRedirect(url)
        return self._show(key, form, status=422)

    def _assess(self, form: AssessForm, key: str) -> bool:
        try:
            operations.assess_principle(
                self.object, principle=key, actor=self.actor, **form.cleaned_data
            )
        except Refused as refused:
            tell_refusal(form, refused)
            return False
        return True

    def _show(self, key: str, form: AssessForm | None, *, status: int = 200) -> HttpResponse:
        principle = _principle(key)
        forms = {principle.value: form} if form else None
        cards = principle_cards(
            self.object, files_by_slot(self.object), assessing=True, forms=forms
        )
        card = next(card for card in cards if card.key == principle)
        assembly = AssemblyPresentation.objects.filter(dossier=self.object).first()
        return self.page(status=status, principle=card, form=card.form, assembly=assembly)


class RequestComplementsView(InstructionView):
    """Item by item, what the structure must still give, and by when."""

    template_name = "labelling/instruction_complements.html"
    action = "request_complements"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require_now()
        return self.page(form=ComplementsForm.proposed(self.object))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "add" in request.POST:
            return self.page(form=ComplementsForm.with_one_more(request.POST))
        form = ComplementsForm(request.POST, rows=rows_in(request.POST))
        if form.is_valid() and self._ask(form):
            messages.success(request, "Compléments demandés. La structure est prévenue.")
            return HttpResponseRedirect(self.object.get_absolute_url())
        return self.page(form=form, status=422)

    def _ask(self, form: ComplementsForm) -> bool:
        try:
            operations.request_complements(
                self.object,
                items=form.items,
                due_on=form.cleaned_data["due_on"],
                actor=self.actor,
            )
        except Refused as refused:
            tell_refusal(form, _on_first_row(refused))
            return False
        return True


def _on_first_row(refused: Refused) -> Refused:
    """What is said of all the items shows beside the first."""
    unmet = [
        replace(item, field="request_0") if item.field == "items" else item
        for item in refused.unmet
    ]
    return Refused(refused.message, unmet=unmet)


def _principle(key: str) -> PrincipleKey:
    if key not in PrincipleKey.values:
        raise Http404
    return PrincipleKey(key)


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
