"""Preparing a session: planning it, filling its agenda, writing its minutes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from committee.forms import AddItemForm, MinutesForm, MoveForm, SessionForm, add_refusal
from committee.minutes import draft_minutes
from committee.operations.sessions import (
    add_item,
    move_item,
    plan_session,
    prepare_session,
    record_minutes,
)
from committee.views.access import SessionAccessMixin
from committee.views.sessions import render_session
from workflows.actors import Actor
from workflows.engine import perform
from workflows.policies import get_policy
from workflows.verdicts import Refused


class PlanView(View):
    """Plan a session; the direction of the CRESS does."""

    actor: Actor

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.actor = Actor.of(request.user)
            get_policy("directory.cress_manager").require(self.actor, self.actor.user)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(SessionForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SessionForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            session = plan_session(actor=self.actor, **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
            return self.show(form, status=422)
        messages.success(request, "Séance planifiée. Inscrivez les dossiers à son ordre du jour.")
        return redirect(session)

    def show(self, form: SessionForm, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "session": None}
        return render(self.request, "committee/plan.html", context, status=status)


class SessionFormView(SessionAccessMixin, View):
    """A form of the session's own: shown, checked, sent to an operation, refusals beside fields."""

    form_class: type[forms.Form]
    template: str
    done: str

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.form_class(initial=self.initial()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            self.act(form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
            return self.show(form, status=422)
        messages.success(request, self.done)
        return redirect(self.object)

    def show(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "session": self.object}
        return render(self.request, self.template, context, status=status)

    def initial(self) -> dict[str, Any]:
        """What the form starts from."""
        raise NotImplementedError

    def act(self, data: dict[str, Any]) -> None:
        """Call the operation."""
        raise NotImplementedError


class PrepareView(SessionFormView):
    """Change a planned session."""

    policy = "directory.cress_manager"
    form_class = SessionForm
    template = "committee/plan.html"
    done = "Séance modifiée."

    def initial(self) -> dict[str, Any]:
        names = ("held_on", "place", "chair", "notice_waived_reason")
        values = {name: getattr(self.object, name) for name in names}
        return values | {"starts_at": timezone.localtime(self.object.starts_at).time()}

    def act(self, data: dict[str, Any]) -> None:
        prepare_session(self.object, actor=self.actor, **data)


class MinutesView(SessionFormView):
    """Write the minutes, from a draft that the facts give."""

    policy = "committee.bureau"
    form_class = MinutesForm
    template = "committee/minutes.html"
    done = "Procès-verbal établi."

    def initial(self) -> dict[str, Any]:
        return {"minutes": draft_minutes(self.object)}

    def act(self, data: dict[str, Any]) -> None:
        record_minutes(self.object, minutes=data["minutes"], actor=self.actor)


class AddItemView(SessionAccessMixin, View):
    """Put a case on the agenda."""

    http_method_names = ["post"]
    policy = "directory.cress_manager"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = AddItemForm(request.POST)
        if form.is_valid():
            try:
                item = add_item(self.object, actor=self.actor, **form.cleaned_data)
            except Refused as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, f"{item.case.title} figure à l’ordre du jour.")
                return redirect(f"{self.object.get_absolute_url()}#ordre-du-jour")
        return render_session(request, self.object, self.actor, add_form=form, status=422)


class MoveView(SessionAccessMixin, View):
    """Move an item up or down the agenda."""

    http_method_names = ["post"]
    policy = "directory.cress_manager"

    def post(self, request: HttpRequest, pk: int, item: int) -> HttpResponse:
        form = MoveForm(request.POST)
        form.is_valid()
        move_item(self.get_item(), earlier=form.cleaned_data["earlier"], actor=self.actor)
        return redirect(f"{self.object.get_absolute_url()}#ordre-du-jour")


class RemoveView(SessionAccessMixin, View):
    """Take an item off the agenda; its case waits for another session."""

    http_method_names = ["post"]
    policy = "directory.cress_manager"

    def post(self, request: HttpRequest, pk: int, item: int) -> HttpResponse:
        removed = self.get_item()
        perform(removed, "remove", actor=self.actor)
        messages.success(request, f"{removed.case.title} ne figure plus à l’ordre du jour.")
        return redirect(f"{self.object.get_absolute_url()}#ordre-du-jour")
