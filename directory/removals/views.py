"""The removal of a logo: its page, what the organisation shows, what the CRESS answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from django.views.generic import TemplateView

from directory.recognitions.enums import RecognitionKind
from directory.recognitions.verification import NOUNS
from directory.removals.forms import AskAgainForm, ConfirmForm, ProveForm
from directory.removals.kind import PROOF
from directory.removals.models import OPEN, LogoRemoval
from directory.removals.operations import show_removal
from directory.rulebook import DirectoryRules
from workflows.correspondence.operations import attachments_of
from workflows.engine import perform, verdict
from workflows.lifecycles import machine_of
from workflows.pages.cases.conversation import conversation_on
from workflows.pages.cases.history import last_moves
from workflows.pages.paging import page_of
from workflows.pages.uploads import ask_again
from workflows.pages.views import (
    ActionFormView,
    ObjectAccessMixin,
    RoleAccessMixin,
)
from workflows.presentation.files import any_unscanned, file_lines

LAST_ENTRIES = 6
RELATED = ("organisation", "recognition")


class RemovalsView(RoleAccessMixin, TemplateView):
    """« Les retraits du logo »: those that are not over, what the CRESS has to do first."""

    policy = DirectoryRules.cress_staff
    template_name = "directory/removals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # By their values: asked, late, to_confirm; the last ones wait for the CRESS.
        found = LogoRemoval.objects.filter(state__in=OPEN).select_related(*RELATED)
        page = page_of(found.order_by("-state", "due_on", "pk"), self.request)
        return super().get_context_data(page=page, **kwargs)


class RemovalView(ObjectAccessMixin, View):
    """One removal, for its organisation and for the CRESS."""

    model = LogoRemoval
    select_related = RELATED

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        removal: LogoRemoval = self.object
        files = file_lines(attachments_of(removal, PROOF))
        context = {
            "removal": removal,
            "noun": NOUNS[RecognitionKind(removal.recognition.kind)],
            "files": files,
            "unscanned": any_unscanned(files),
            "may": {
                name: verdict(removal, name, actor=self.actor).allowed
                for name in ("prove", "confirm", "ask_again")
            },
            "asked_again": _last_words(removal, "ask_again"),
            "seen": _last_words(removal, "confirm"),
            "conversation": conversation_on(removal, self.actor.user),
            "entries": last_moves(removal, limit=LAST_ENTRIES),
        }
        return render(request, "directory/removal.html", context)


def _last_words(removal: LogoRemoval, action: str) -> str:
    """What the CRESS said the last time it did that; empty when it never did."""
    rows = removal.history.filter(transition=action).order_by("-history_id")
    return rows.values_list("reason", flat=True).first() or ""


class RemovalFormView(ActionFormView):
    """A form that does `action` on one removal, and back to its page."""

    model = LogoRemoval
    select_related = RELATED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(removal=self.object, **kwargs)


class ProveRemovalView(RemovalFormView):
    """The organisation shows that the logo is gone."""

    policy = DirectoryRules.organisation_representative
    template_name = "directory/removal_prove.html"
    form_class = ProveForm
    action = "prove"

    def operate(self, form: ProveForm) -> str:
        show_removal(
            self.object,
            note=form.cleaned_data["note"],
            website=form.cleaned_data["website"],
            uploads=form.accepted,
            actor=self.actor,
        )
        return "Preuve envoyée. La CRESS regarde, et vous répond."

    def form_invalid(self, form: ProveForm) -> HttpResponse:
        ask_again(form)
        return super().form_invalid(form)


class AnswerRemovalView(RemovalFormView):
    """What the CRESS answers, with its reason; `done` says that it did."""

    policy = DirectoryRules.removal_checker
    done: str

    def operate(self, form: ConfirmForm | AskAgainForm) -> str:
        reason = form.cleaned_data["reason"]
        perform(self.object, self.action, actor=self.actor, reason=reason)
        return self.done

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label = machine_of(LogoRemoval).transitions[self.action].law.label
        return super().get_context_data(label=label, **kwargs)


class ConfirmRemovalView(AnswerRemovalView):
    """The logo is gone."""

    template_name = "directory/removal_confirm.html"
    form_class = ConfirmForm
    action = "confirm"
    done = "Retrait confirmé."


class AskRemovalAgainView(AnswerRemovalView):
    """What is left to remove, with another delay."""

    template_name = "directory/removal_ask_again.html"
    form_class = AskAgainForm
    action = "ask_again"
    done = "Demande renvoyée, avec un nouveau délai."
