"""What our pages share: who may be here, and the two ways to act: a button, a form."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views import View
from django.views.generic import FormView

from workflows.access import CaseRules
from workflows.actors import Actor
from workflows.compiled_sql import Given, Question
from workflows.engine import perform, verdict
from workflows.lifecycles import Lifecycle, machine_of
from workflows.pages.forms import ActionForm, tell_changed, tell_refusal, unmet_in
from workflows.pages.paging import MOST_KEY
from workflows.pages.previews import asks_preview, preview_of
from workflows.policies import Policy
from workflows.verdicts import Refused, Stale

SAFE = ("GET", "HEAD", "OPTIONS")


class RoleAccessMixin:
    """Lets in only those whom `policy` admits as persons, whatever they look at."""

    policy: Policy

    request: HttpRequest
    actor: Actor

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        if not request.user.is_authenticated:
            return
        self.actor = Actor.of(request.user)
        self.policy.require(self.actor, self.actor.user)


def require_now(case: Lifecycle, action: str, actor: Actor) -> None:
    """Refused when the state of the case has no room for this."""
    found = verdict(case, action, actor=actor)
    if found.unmet:
        label = machine_of(type(case)).transitions[action].law.label
        # Of a state that has no room for it, nobody knows whether it will have.
        not_yet = case.state in machine_of(type(case)).transitions[action].sources
        why = "il manque encore quelque chose" if not_yet else "ce n’est pas possible"
        raise Refused(f"{label}\u00a0: {why}.", unmet=found.unmet, not_yet=not_yet)


def visitor(request: HttpRequest) -> Actor:
    """Who made `request`; on a page that changes nothing, each policy is asked once about them."""
    return (Actor.reading if request.method in SAFE else Actor.of)(request.user)


@Question
def _shown(kind: str, *related: str) -> "QuerySet[Any]":
    model: Any = apps.get_model(kind)
    return model._default_manager.select_related(*related).filter(pk=Given("pk"))


class ObjectAccessMixin:
    """Loads `self.object` and lets in only those whom `policy` admits (Forbidden otherwise).

    The check runs in `setup`, after the login check of the middleware: no view can forget it.
    """

    model: type[Any]
    policy: Policy = CaseRules.read_case
    select_related: Sequence[str] = ()

    request: HttpRequest
    object: Any
    actor: Actor

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        if not request.user.is_authenticated:
            return
        # Django bounds the keys of a query itself, save those that a child shares with its parent.
        if kwargs["pk"] > MOST_KEY:
            raise Http404
        self.object = _shown.first(self.model._meta.label, *self.select_related, pk=kwargs["pk"])
        if self.object is None:
            raise Http404
        self.actor = visitor(request)
        self.policy.require(self.actor, self.object)
        request.looked_at = self.object  # type: ignore[attr-defined]  # a refusal leads back to it


class TransitionView(ObjectAccessMixin, View):
    """POST performs the transition named in the URL, when it is one of `transitions`.

    For transitions that need no more than a reason; the others have a form of their own. The
    form sends `expected`, the state the person saw, so a second click gets a 409 and no harm.
    """

    http_method_names = ["post"]
    transitions: Sequence[str] = ()

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        if name not in self.transitions:
            raise Http404
        case: Lifecycle = self.object
        form = ActionForm(request.POST)
        if not form.is_valid():
            raise Refused("Cet envoi n’a pas pu être lu.", unmet=unmet_in(form))
        act = partial(
            perform,
            case,
            name,
            actor=self.actor,
            reason=form.cleaned_data["reason"],
            expected=form.cleaned_data["expected"] or None,
        )
        if asks_preview(request):
            return preview_of(request, act)
        act()
        messages.success(request, self.done_message(name))
        return HttpResponseRedirect(self.next_url())

    def done_message(self, name: str) -> str:
        """What to say once it is done, in the words of the law."""
        model: type[Lifecycle] = type(self.object)
        return f"{machine_of(model).transitions[name].law.done}."

    def next_url(self) -> str:
        """Where to go afterwards: the object's own page."""
        url: str = self.object.get_absolute_url()
        return url


class OperationFormView(ABC, FormView[Any]):
    """A form that runs one operation. A refusal shows beside the field at fault (422).

    `previewable`: a button named `preview` shows what it would write to people, and does nothing.
    Never where the operation writes elsewhere than in the database: that would not be undone.

    Subclasses write `operate` and say where to go with `get_success_url`; those whose form says
    what it started from (`seen`) also write `recorded_now`.
    """

    previewable = False

    @abstractmethod
    def operate(self, form: Any) -> str:
        """Run the operation with what the form holds; return what to say once it is done.

        Nothing, where the page itself says it.
        """

    def recorded_now(self) -> dict[str, Any] | None:
        """What stands now in the place of what the person saw; None where it is not theirs to say.

        Asked when the operation was stale: they compare, and may send again (409).
        """
        return None

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            if self.previewable and asks_preview(self.request):
                return preview_of(self.request, lambda: self.operate(form))
            done = self.operate(form)
        except Refused as refusal:
            tell_refusal(form, refusal)
            return self.form_invalid(form)
        except Stale:
            recorded = self.recorded_now()
            if recorded is None:
                raise
            tell_changed(form, recorded)
            if form.errors:
                return self.render_to_response(self.get_context_data(form=form), status=409)
            return HttpResponseRedirect(self.get_success_url())  # a second click
        if done:
            messages.success(self.request, done)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ActionFormView(ObjectAccessMixin, OperationFormView):
    """The form of one `action` of an object: shown while it may be done, then back to its page."""

    action = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_now(self.object, self.action, self.actor)
        return super().get(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())
