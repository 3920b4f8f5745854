"""The exchange at mid-term: what its holder did of its commitments, read by the CRESS."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from directory.rulebook import DirectoryRules
from labelling.exchanges.enums import ExchangeState
from labelling.exchanges.inputs import ProgressReport, ReportAnswer
from labelling.rulebook import LabellingRules
from workflows.lifecycles import Lifecycle, State, StateField, law, state_is_known
from workflows.models import Case
from workflows.presentation.links import url_to
from workflows.rules import Context

S = ExchangeState
TO_SEND = (S.ASKED, S.LATE)
OPEN = (*TO_SEND, S.SENT)
REPORTED = (S.SENT, S.ANSWERED)


class ProgressExchange(Lifecycle, Case):
    """« L’échange de progrès », asked once of whoever holds a recognition, around its mid-term.

    `due_on` is the last day to send it: a delay that runs is a date. Past it, the surveillance
    opens a review, and the report may still be sent. The CRESS reads it and answers.
    """

    STATES = (
        State(S.ASKED, S.ASKED.label, "wait", "clock", awaits="l’organisation"),
        State(S.LATE, S.LATE.label, "stop", "alert", awaits="l’organisation"),
        State(S.SENT, S.SENT.label, "info", "inbox", awaits="la CRESS"),
        State(S.ANSWERED, S.ANSWERED.label, "ok", "check-circle", final=True),
        State(S.LIFTED, S.LIFTED.label, "mute", "archive", final=True),
    )
    BIRTHS = {"ask": S.ASKED}
    ACTIONS: ClassVar = {"ask": "Échange de progrès demandé"}
    ERASABLE: ClassVar[tuple[str, ...]] = ("done", "figures", "difficulties", "answer")
    flow = "labelling.exchanges.flows.ExchangeFlow"
    series = "ECH"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="exchanges"
    )
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="exchanges")
    state = StateField(choices=S.choices, default=S.ASKED)
    due_on = models.DateField("à envoyer au plus tard le")
    done = models.TextField("ce qui a été fait", blank=True)
    figures = models.TextField("chiffres", blank=True)
    difficulties = models.TextField("difficultés", blank=True)
    sent_on = models.DateField("envoyé le", null=True, blank=True)
    answer = models.TextField("réponse de la CRESS", blank=True)

    class Meta:
        verbose_name = "échange de progrès"
        verbose_name_plural = "échanges de progrès"
        indexes = [models.Index(fields=["state", "due_on", "case_ptr"], name="exchange_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["recognition"], name="one_exchange_of_a_recognition"),
            models.CheckConstraint(condition=state_is_known(S), name="exchange_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=REPORTED)
                | (Q(sent_on__isnull=False) & ~Q(done="") & ~Q(figures="")),
                name="exchange_report_written",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.ANSWERED) | ~Q(answer=""), name="exchange_answered"
            ),
        ]

    def get_absolute_url(self) -> str:
        return url_to("labelling:exchange", self.pk)

    @property
    def is_reported(self) -> bool:
        return self.state in REPORTED

    @law(
        source=TO_SEND,
        target=S.SENT,
        label="Envoyer l’échange de progrès",
        done="Échange de progrès envoyé",
        policy=LabellingRules.structure,
        takes=ProgressReport,
        guards=[LabellingRules.progress_reported],
    )
    def send_report(self, context: Context) -> None:
        """In time or late: what comes late is read as well."""
        given = context.given(ProgressReport)
        self.done, self.figures = given.done, given.figures
        self.difficulties = given.difficulties
        self.sent_on = context.today

    @law(
        source=S.ASKED,
        target=S.LATE,
        label="Constater le silence",
        done="Délai de l’échange de progrès dépassé",
        policy=DirectoryRules.time,
        guards=[LabellingRules.exchange_overdue],
    )
    def lapse(self, context: Context) -> None:
        """The surveillance takes it from there."""

    @law(
        source=S.SENT,
        target=S.ANSWERED,
        label="Répondre à l’échange de progrès",
        done="Échange de progrès lu par la CRESS",
        policy=LabellingRules.instructor_without_conflict,
        takes=ReportAnswer,
        guards=[LabellingRules.report_answered],
    )
    def answer_report(self, context: Context) -> None:
        self.answer = context.given(ReportAnswer).words
        self.closed_at = context.at

    @law(
        source=OPEN,
        target=S.LIFTED,
        label="Lever la demande",
        done="Échange de progrès devenu sans objet",
        policy=DirectoryRules.time,
        guards=[LabellingRules.recognition_over],
    )
    def lift(self, context: Context) -> None:
        """What it was about is over."""
        self.closed_at = context.at
