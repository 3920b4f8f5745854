"""Preparing a session: planning it, filling its agenda, writing its minutes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views import View

from committee.rulebook import CommitteeRules
from committee.secretariat.forms import (
    AddItemForm,
    ChangeSessionForm,
    MinutesForm,
    MoveForm,
    PlanForm,
)
from committee.secretariat.minutes_draft import draft_minutes, kept_in_words
from committee.secretariat.views.sessions import render_session
from committee.sessions.access import SessionAccessMixin
from committee.sessions.enums import SessionState
from committee.sessions.models import MinutesDraft, Session
from committee.sessions.operations import (
    add_item,
    keep_minutes,
    move_item,
    plan_session,
    prepare_session,
    record_minutes,
)
from directory.rulebook import DirectoryRules
from workflows.engine import perform
from workflows.pages.views import OperationFormView, RoleAccessMixin, require_now
from workflows.presentation.french import enumerate_french, format_long_date, format_time
from workflows.verdicts import Refused, Unmet

CALLED = "Modifier la séance\u00a0: elle est convoquée, et ne change plus."


class PlanView(RoleAccessMixin, OperationFormView):
    """Plan a session; the direction of the CRESS does."""

    policy = DirectoryRules.cress_manager
    form_class = PlanForm
    template_name = "committee/plan.html"
    extra_context = {"session": None}

    def operate(self, form: PlanForm) -> str:
        session = plan_session(actor=self.actor, **form.cleaned_data)
        self.success_url = session.get_absolute_url()
        return f"Séance planifiée. Inscrivez les points à son ordre du jour.{_beside(session)}"


class SessionFormView(SessionAccessMixin, OperationFormView):
    """A form about a session, and back to its page."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(session=self.object, **kwargs)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class PrepareView(SessionFormView):
    """Change a planned session."""

    policy = DirectoryRules.cress_manager
    form_class = ChangeSessionForm
    template_name = "committee/plan.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Once the members are called, no form: what it holds would always be refused."""
        if self.object.state == SessionState.CONVENED:
            raise Refused(CALLED, unmet=[_called(self.object)])
        require_now(self.object, "prepare", self.actor)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        session = self.object
        return {
            "held_on": session.held_on,
            "starts_at": timezone.localtime(session.starts_at).time(),
            "place": session.place,
            "chair": session.chair_id,
            "notice_waived_reason": session.notice_waived_reason,
            "seen": session.history_head,
        }

    def recorded_now(self) -> dict[str, Any] | None:
        self.object.refresh_from_db()
        return self.get_initial() if self.object.state == SessionState.PLANNED else None

    def operate(self, form: ChangeSessionForm) -> str:
        prepare_session(self.object, actor=self.actor, **form.cleaned_data)
        return f"Séance modifiée.{_beside(self.object)}"


class MinutesView(SessionFormView):
    """Write the minutes, from the draft that was kept, or from one that the facts give.

    The button named `keep` keeps what is written so far; `static/ose/minutes.js` presses it.
    """

    policy = CommitteeRules.bureau
    form_class = MinutesForm
    previewable = True
    template_name = "committee/minutes.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form while they are to be written; the page of the session before and after."""
        if self.object.state != SessionState.CLOSED:
            return redirect(f"{self.object.get_absolute_url()}#pv")
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        draft = self.draft
        if draft is None:
            return {"minutes": draft_minutes(self.object), "seen": 0}
        return {"minutes": draft.text, "seen": draft.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.draft
        kept = kept_in_words(draft, self.request.user) if draft else ""
        return super().get_context_data(kept=kept, **kwargs)

    def recorded_now(self) -> dict[str, Any] | None:
        self.object.refresh_from_db()
        if self.object.state != SessionState.CLOSED or self.draft is None:
            return None
        return {"minutes": self.draft.text, "seen": self.draft.version}

    def operate(self, form: MinutesForm) -> str:
        text, seen = form.cleaned_data["minutes"], form.cleaned_data["seen"]
        if "keep" in self.request.POST:
            keep_minutes(self.object, text=text, seen=seen or 0, actor=self.actor)
            self.success_url = self.request.path
            return ""
        record_minutes(self.object, minutes=text, actor=self.actor, seen=seen)
        return "Procès-verbal établi."

    def get_success_url(self) -> str:
        return str(self.success_url or super().get_success_url())

    @property
    def draft(self) -> MinutesDraft | None:
        drafts = MinutesDraft.objects.filter(session=self.object)
        return drafts.select_related("kept_by").first()


class AddItemView(SessionAccessMixin, OperationFormView):
    """Put a case on the agenda, from the page of the session."""

    http_method_names = ["post"]
    policy = DirectoryRules.cress_manager
    form_class = AddItemForm

    def operate(self, form: AddItemForm) -> str:
        item = add_item(self.object, actor=self.actor, **form.cleaned_data)
        return f"{item.case.title} figure à l’ordre du jour."

    def form_invalid(self, form: AddItemForm) -> HttpResponse:
        return render_session(self.request, self.object, self.actor, add_form=form, status=422)

    def get_success_url(self) -> str:
        return agenda_url(self.object)


class MoveView(SessionAccessMixin, View):
    """Move an item up or down the agenda."""

    http_method_names = ["post"]
    policy = DirectoryRules.cress_manager

    def post(self, request: HttpRequest, pk: int, item: int) -> HttpResponse:
        form = MoveForm(request.POST)
        form.is_valid()
        move_item(self.get_item(), earlier=form.cleaned_data["earlier"], actor=self.actor)
        return redirect(agenda_url(self.object))


class RemoveView(SessionAccessMixin, View):
    """Take an item off the agenda; its case waits for another session."""

    http_method_names = ["post"]
    policy = DirectoryRules.cress_manager

    def post(self, request: HttpRequest, pk: int, item: int) -> HttpResponse:
        removed = self.get_item()
        perform(removed, "remove", actor=self.actor)
        messages.success(request, f"{removed.case.title} ne figure plus à l’ordre du jour.")
        return redirect(agenda_url(self.object))


def _beside(session: Session) -> str:
    """What is added of the others of its day: they are lawful, and may be a slip."""
    hours = [format_time(other.starts_at) for other in session.others_that_day]
    if not hours:
        return ""
    return f" Une autre séance est prévue ce jour-là, à {enumerate_french(hours)}."


def _called(session: Session) -> Unmet:
    return Unmet(
        "already_convened",
        f"Les membres sont convoqués pour le {format_long_date(session.held_on)}.",
        session.get_absolute_url(),
        hint="Pour un autre jour, une autre heure ou un autre lieu, annulez cette séance\u00a0: "
        "ses membres en sont prévenus, et ses points se réinscrivent à celle que vous planifiez.",
    )


def agenda_url(session: Session) -> str:
    """The agenda, on the page of `session`."""
    return f"{session.get_absolute_url()}#ordre-du-jour"
