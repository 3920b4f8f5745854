"""The progress exchange: its page, what is sent, what is answered; those that the CRESS follows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from django.views.generic import TemplateView

from directory.recognitions.enums import RecognitionKind
from directory.recognitions.verification import NOUNS
from directory.rulebook import DirectoryRules
from labelling.exchanges.forms import AnswerForm, ReportForm
from labelling.exchanges.inputs import ProgressReport
from labelling.exchanges.kind import REPORT
from labelling.exchanges.models import OPEN, ProgressExchange
from labelling.exchanges.operations import answer_report, send_report
from labelling.rulebook import LabellingRules
from workflows.correspondence.operations import attachments_of
from workflows.engine import verdict
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


class ExchangesView(RoleAccessMixin, TemplateView):
    """« Les échanges de progrès »: those that are not over, what the CRESS has to read first."""

    policy = DirectoryRules.cress_staff
    template_name = "labelling/exchanges.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # By their values: sent, late, asked; the first ones wait for the CRESS.
        found = ProgressExchange.objects.filter(state__in=OPEN).select_related(*RELATED)
        page = page_of(found.order_by("-state", "due_on", "pk"), self.request)
        return super().get_context_data(page=page, **kwargs)


class ExchangeView(ObjectAccessMixin, View):
    """One exchange, for its organisation and for the CRESS."""

    model = ProgressExchange
    select_related = RELATED

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        exchange: ProgressExchange = self.object
        files = file_lines(attachments_of(exchange, REPORT))
        context = {
            "exchange": exchange,
            "noun": NOUNS[RecognitionKind(exchange.recognition.kind)],
            "files": files,
            "unscanned": any_unscanned(files),
            "may": {
                name: verdict(exchange, name, actor=self.actor).allowed
                for name in ("send_report", "answer_report")
            },
            "conversation": conversation_on(exchange, self.actor.user),
            "entries": last_moves(exchange, limit=LAST_ENTRIES),
        }
        return render(request, "labelling/exchange.html", context)


class ExchangeFormView(ActionFormView):
    """A form that does `action` on one exchange, and back to its page."""

    model = ProgressExchange
    select_related = RELATED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(exchange=self.object, **kwargs)


class SendReportView(ExchangeFormView):
    """The organisation says where it stands."""

    policy = LabellingRules.structure
    template_name = "labelling/exchange_send.html"
    form_class = ReportForm
    action = "send_report"

    def operate(self, form: ReportForm) -> str:
        typed = form.cleaned_data
        send_report(
            self.object,
            report=ProgressReport(typed["done"], typed["figures"], typed["difficulties"]),
            uploads=form.accepted,
            actor=self.actor,
        )
        return "Échange envoyé. La CRESS le lit, et vous répond."

    def form_invalid(self, form: ReportForm) -> HttpResponse:
        ask_again(form)
        return super().form_invalid(form)


class AnswerReportView(ExchangeFormView):
    """The CRESS has read it, and says so."""

    policy = LabellingRules.instructor_without_conflict
    template_name = "labelling/exchange_answer.html"
    form_class = AnswerForm
    action = "answer_report"

    def operate(self, form: AnswerForm) -> str:
        answer_report(self.object, words=form.cleaned_data["words"], actor=self.actor)
        return "Réponse envoyée."
