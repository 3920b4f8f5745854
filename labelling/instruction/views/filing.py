"""The filing of an application: all that it says, read again before it goes; then the receipt."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from directory.delays.in_force import delay
from labelling.instruction.allowed import unmet_for
from labelling.instruction.links import page_url
from labelling.instruction.models import Application
from labelling.instruction.reading.consequences import consequences_of
from labelling.instruction.reading.signatories import signatories_of
from labelling.instruction.states import PREPARED
from labelling.instruction.views.application import ApplicationPage
from workflows.engine import verdict
from workflows.pages.timeline import actor_names
from workflows.verdicts import Unmet

FILING = "submit"


class CheckAnswersView(ApplicationPage, ABC):
    """« Vérifiez vos réponses » : every answer with a way to change it, then the filing itself.

    A kind gives its `answers_template`, which shows what `answers` returns. The button performs
    the transition, at the address of transitions; where filing is signing (`signs`), it leads to
    the charter. Once filed, the page is the receipt.
    """

    template_name = "labelling/check.html"
    answers_template: str
    signs = False

    @abstractmethod
    def answers(self) -> dict[str, Any]:
        """What `answers_template` shows."""

    def missing(self) -> Sequence[Unmet]:
        """What the filing still asks for, wherever the application stands before it."""
        return unmet_for(self.object, FILING, self.actor)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        application = self.object
        if application.state not in PREPARED:
            return redirect(_after(application))
        found = verdict(application, FILING, actor=self.actor)
        return self.page(
            answers_template=self.answers_template,
            editing=True,
            verdict=found,
            unmet=self.missing() or found.unmet,
            representatives=signatories_of(application.organisation_id),
            consequences=consequences_of(application, FILING, timezone.localdate()),
            perform_url=page_url("transition", application, FILING),
            signing_url=page_url("sign", application) if self.signs else "",
            **self.answers(),
        )


class ReceiptView(ApplicationPage):
    """What was filed, when, by whom, what comes next and by when: a page to keep."""

    template_name = "labelling/receipt.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        application = self.object
        if application.submitted_at is None:
            return redirect(page_url("check", application))
        row = application.history.filter(transition=FILING).latest("history_id")
        return self.page(
            filed_by=actor_names([row.actor])[row.actor],
            answer_by=_promised_for(application),
            promised=application.promised,
            complements=delay("complements"),
        )


def _after(application: Application) -> str:
    """Where the filed go; those given up before have nothing but their own page."""
    filed = application.submitted_at is not None
    return page_url("receipt", application) if filed else application.get_absolute_url()


def _promised_for(application: Application) -> date:
    """The day promised at the filing, whatever moved the deadline since."""
    filed_on: date = timezone.localdate(application.submitted_at)
    return application.promised.after(filed_on) if application.promised else filed_on
