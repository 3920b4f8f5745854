"""The page of a dossier, for everyone who may read it, and what is done from it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from labelling.dossiers.models import Dossier
from labelling.dossiers.views import DossierPage
from labelling.instruction.allowed import allows
from labelling.instruction.conversation import MESSAGES, conversation_of, roles_in
from labelling.instruction.file_lines import file_lines
from labelling.instruction.forms.assessments import AssessmentsForm
from labelling.instruction.forms.messages import MessageForm
from labelling.instruction.views.assessing import AssessMixin
from labelling.overview.attachment_slots import slot_label
from labelling.overview.filed_dossier import filed_dossier_context
from labelling.overview.history import dossier_timeline, last_moves
from labelling.overview.journey import state_diagram
from labelling.overview.next_step import next_step
from labelling.overview.summary import summary_of
from workflows.correspondence.operations import MESSAGE_SLOT, attachments_of, post_message
from workflows.files import safe_name
from workflows.flow.inbox import waiting_for
from workflows.pages.forms import tell_refusal
from workflows.pages.paging import page_of, whole_number
from workflows.pages.views import TransitionView as BaseTransitionView
from workflows.policies import get_policy
from workflows.presentation.french import count
from workflows.verdicts import Refused

LAST_ENTRIES = 5
HISTORY_PAGE = 50  # each line may hold two long texts, before and after
MOST_MESSAGES = 10_000


class DetailView(DossierPage):
    """The same address for all: the structure's page, or the CRESS's and the committee's.

    Both are given `dossier`, `diagram`, `waiting`, `conversation`, `more_messages`,
    `message_form`, `may_write` and `entries`; each adds its own.
    """

    policy = "workflows.read_case"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show()

    def show(
        self,
        *,
        message: MessageForm | None = None,
        assessments: AssessmentsForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """The page, with the form that was refused, if any."""
        dossier = self.object
        roles = roles_in(dossier)
        if roles.get(self.actor.user.pk):
            self.template_name = "labelling/detail.html"
            own = self._structure_context()
        else:
            self.template_name = "labelling/instruction_detail.html"
            own = filed_dossier_context(dossier, self.actor, refused=assessments)
        shared = {
            "diagram": state_diagram(dossier),
            "waiting": waiting_for(dossier.pk),
            **conversation_of(dossier, self.actor.user, set(roles), self._messages_asked()),
            "message_form": message or MessageForm(),
            "may_write": get_policy("workflows.correspond").verdict(self.actor, dossier).permitted,
            "entries": last_moves(dossier, limit=LAST_ENTRIES),
        }
        return self.page(status=status, **(shared | own))

    def _messages_asked(self) -> int:
        """How many messages to show: `?messages=`, the last ones for want of a number."""
        asked = whole_number(self.request.GET.get("messages", ""), most=MOST_MESSAGES)
        return asked or MESSAGES

    def _structure_context(self) -> dict[str, Any]:
        summary = summary_of(self.object, self.actor)
        slots: dict[str, list[Any]] = {}
        for attachment in attachments_of(self.object).exclude(slot=MESSAGE_SLOT):
            slots.setdefault(slot_label(attachment.slot), []).append(attachment)
        return {
            "summary": summary,
            "step": next_step(summary),
            "file_groups": [(label, file_lines(files)) for label, files in slots.items()],
            "may_withdraw": allows(self.object, "withdraw"),
        }


class MessageView(DetailView):
    """Write on the dossier. A refused file or an empty message keeps what was typed."""

    policy = "workflows.correspond"
    http_method_names = ["post"]
    form_class = MessageForm

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form_class(request.POST, request.FILES)
        if form.is_valid() and self._send(form):
            messages.success(request, "Message envoyé.")
            return redirect(f"{self.object.get_absolute_url()}#messages-du-dossier")
        if form.accepted:
            # A browser forgets the files of a form that comes back.
            names = ", ".join(safe_name(upload.name or "") for upload in form.accepted)
            form.add_error("uploads", f"À joindre de nouveau\u00a0: {names}.")
        return self.show(message=form, status=422)

    def _send(self, form: MessageForm) -> bool:
        """Post the message; False, and said in the form, when a limit is passed."""
        try:
            post_message(
                self.object,
                author=self.actor.user,
                body=form.cleaned_data["body"],
                uploads=form.accepted,
            )
        except Refused as refused:
            tell_refusal(form, refused)
            return False
        return True


class AssessView(AssessMixin, DetailView):
    """The assessments of a dossier."""


class TransitionView(BaseTransitionView):
    """The moves that need no form."""

    model = Dossier
    transitions = (
        "submit",
        "record_presentation",
        "resubmit",
        "take_charge",
        "declare_admissible",
    )

    def done_message(self, name: str) -> str:
        done = super().done_message(name)
        if name != "submit":
            return done
        days = count(settings.OSE_DELAYS["admissibility"], "jour", "jours")
        return f"{done} La CRESS vous répond sous {days}. Un accusé de réception vous est envoyé."


class HistoryView(DossierPage):
    """Who did what, when, with the text before and after: the dossier and all it is made of."""

    policy = "workflows.read_case"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        entries = dossier_timeline(self.object)
        page = page_of(entries, request, size=HISTORY_PAGE)
        context = {"dossier": self.object, "page": page, "count": len(entries)}
        return render(request, "labelling/history.html", context)
