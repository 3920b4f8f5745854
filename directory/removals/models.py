"""The logo leaves every support once what it stands for is worth nothing any more."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from directory.delays.in_force import delay
from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from directory.removals.enums import RemovalState
from directory.removals.inputs import RemovalProof
from directory.rulebook import DirectoryRules
from workflows.lifecycles import Lifecycle, State, StateField, law, state_is_known
from workflows.models import Case
from workflows.rules import Context

S = RemovalState
OPEN = (S.ASKED, S.LATE, S.TO_CONFIRM)


def removal_due(today: date) -> date:
    """By when an organisation that is asked on `today` removes the logo."""
    return delay("logo_removal", on=today).after(today)


class LogoRemoval(Lifecycle, Case):
    """What is asked of an organisation whose recognition is suspended or over: remove its logo.

    By `due_on` it shows that it did (`note`, `website`, files of the case); the CRESS looks, and
    confirms or asks again. A recognition that is worth something again makes it pointless.
    """

    STATES = (
        State(S.ASKED, S.ASKED.label, "wait", "clock", awaits="l’organisation"),
        State(S.LATE, S.LATE.label, "stop", "alert", awaits="l’organisation et la CRESS"),
        State(S.TO_CONFIRM, S.TO_CONFIRM.label, "info", "search", awaits="la CRESS"),
        State(S.CONFIRMED, S.CONFIRMED.label, "ok", "check-circle", final=True),
        State(S.LIFTED, S.LIFTED.label, "mute", "archive", final=True),
    )
    BIRTHS = {"ask": S.ASKED}
    ACTIONS: ClassVar = {"ask": "Retrait du logo demandé"}
    ERASABLE: ClassVar[tuple[str, ...]] = ("note",)
    KEPT: ClassVar[tuple[str, ...]] = ("website",)
    flow = "directory.removals.flows.RemovalFlow"
    series = "RET"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="logo_removals"
    )
    recognition = models.ForeignKey(
        Recognition, on_delete=models.PROTECT, related_name="logo_removals"
    )
    state = StateField(choices=S.choices, default=S.ASKED)
    due_on = models.DateField("à retirer au plus tard le")
    note = models.TextField("ce qui a été fait", blank=True)
    website = models.URLField("page où le voir", blank=True)
    shown_on = models.DateField("preuve reçue le", null=True, blank=True)

    class Meta:
        verbose_name = "retrait du logo"
        constraints = [
            models.CheckConstraint(condition=state_is_known(S), name="removal_state_known"),
            models.UniqueConstraint(
                fields=["recognition"], condition=Q(state__in=OPEN), name="one_open_removal"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.TO_CONFIRM) | Q(shown_on__isnull=False),
                name="removal_shown_dated",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on", "case_ptr"], name="removal_by_state")]

    def get_absolute_url(self) -> str:
        return reverse("directory:removal", args=[self.pk])

    @law(
        source=[S.ASKED, S.LATE],
        target=S.TO_CONFIRM,
        label="Envoyer la preuve",
        done="Preuve du retrait envoyée",
        policy=DirectoryRules.organisation_representative,
        takes=RemovalProof,
        guards=[DirectoryRules.removal_shown],
    )
    def prove(self, context: Context) -> None:
        given = context.given(RemovalProof)
        self.note, self.website = given.note, given.website
        self.shown_on = context.today

    @law(
        source=S.ASKED,
        target=S.LATE,
        label="Constater le retard",
        done="Délai de retrait dépassé",
        policy=DirectoryRules.time,
        guards=[DirectoryRules.removal_overdue],
    )
    def lapse(self, context: Context) -> None:
        """The organisation may still show it; the CRESS is asked what it does."""

    @law(
        source=[S.TO_CONFIRM, S.LATE],
        target=S.ASKED,
        label="Demander à nouveau",
        done="Retrait du logo demandé à nouveau",
        policy=DirectoryRules.removal_checker,
        reasoned=True,
    )
    def ask_again(self, context: Context) -> None:
        """The logo is still somewhere, or nothing shows that it is not: another delay, and why."""
        self.due_on = removal_due(context.today)

    @law(
        source=[S.TO_CONFIRM, S.LATE],
        target=S.CONFIRMED,
        label="Confirmer le retrait",
        done="Retrait du logo confirmé",
        policy=DirectoryRules.removal_checker,
        guards=[DirectoryRules.removal_seen],
    )
    def confirm(self, context: Context) -> None:
        """Without a proof, the CRESS says what it saw for itself."""
        self.closed_at = context.at

    @law(
        source=OPEN,
        target=S.LIFTED,
        label="Lever la demande",
        done="Retrait du logo devenu sans objet",
        policy=DirectoryRules.cress_manager,
    )
    def lift(self, context: Context) -> None:
        """The organisation may show the logo again: reinstated, or recognised anew."""
        self.closed_at = context.at
