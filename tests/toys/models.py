"""A thing to mend, from the day its owner speaks of it, and what was done to it."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models

from tests.toys.enums import RepairState as S
from tests.toys.inputs import Fault, PartAwaited
from tests.toys.rulebook import ToyRules
from workflows.deliberation import Proposal
from workflows.history import Audited
from workflows.lifecycles import Lifecycle, State, StateField, law, state_is_known
from workflows.models import Case
from workflows.numbering import next_number
from workflows.rules import Context

BEFORE_THE_END = (S.DRAFT, S.ASKED, S.UNDER_WAY, S.WAITING)
MENDED_WITHIN = timedelta(days=20)
# What the meeting may decide of a repair.
PROPOSALS = (
    Proposal(
        key="accept",
        label="Déclarer réparée",
        question="Est-elle réparée\u00a0?",
        decided="Réparée",
        transition="accept",
        tone="ok",
        icon="check",
        when_rejected="refuse",
    ),
    Proposal(
        key="refuse",
        label="Refuser",
        question="Refusez-vous de la réparer\u00a0?",
        decided="Refusée",
        transition="refuse",
        tone="stop",
        icon="x",
        reasoned=True,
    ),
)


class Repair(Lifecycle, Case):
    """Of something broken: whoever is `invited` may mend it, save its `owner`.

    `due_on` is the day by which it is mended, `part_due_on` that by which the missing part comes.
    """

    STATES = (
        State(S.DRAFT, S.DRAFT.label, "mute", "pencil", awaits="la personne qui l’apporte"),
        State(S.ASKED, S.ASKED.label, "wait", "clock", awaits="une personne qui répare"),
        State(S.UNDER_WAY, S.UNDER_WAY.label, "wait", "clock", awaits="la personne qui répare"),
        State(S.WAITING, S.WAITING.label, "wait", "clock", awaits="la personne qui l’apporte"),
        State(S.MENDED, S.MENDED.label, "ok", "check", final=True),
        State(S.REFUSED, S.REFUSED.label, "stop", "x"),
        State(S.DROPPED, S.DROPPED.label, "mute", "archive", final=True),
    )
    BIRTHS: ClassVar = {"bring": S.DRAFT}
    ACTIONS: ClassVar = {"bring": "Objet apporté"}
    ERASABLE = ("fault",)
    flow = "tests.toys.flows.RepairFlow"
    proposals = PROPOSALS

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    state = StateField(choices=S.choices, default=S.DRAFT)
    fault = models.TextField("panne", blank=True)
    photographed = models.BooleanField("photographiée", default=False)
    due_on = models.DateField("réparée au plus tard le", null=True, blank=True)
    part_due_on = models.DateField("pièce au plus tard le", null=True, blank=True)

    class Meta:
        verbose_name = "réparation"
        constraints = [
            models.CheckConstraint(condition=state_is_known(S), name="repair_state_known")
        ]

    def get_absolute_url(self) -> str:
        return f"/reparations/{self.pk}/"

    @law(
        source=S.DRAFT,
        target=None,
        label="Décrire la panne",
        done="Panne décrite",
        policy=ToyRules.owner,
        takes=Fault,
        silent=True,
    )
    def describe(self, context: Context) -> None:
        fault = context.given(Fault)
        self.fault, self.photographed = fault.words, fault.photographed

    @law(
        source=S.DRAFT,
        target=S.ASKED,
        label="Demander la réparation",
        done="Réparation demandée",
        policy=ToyRules.owner,
        guards=[ToyRules.described, ToyRules.photographed],
    )
    def ask(self, context: Context) -> None:
        self.reference = next_number("REP", context.today.year)
        self.due_on = context.today + MENDED_WITHIN

    @law(
        source=S.ASKED,
        target=S.UNDER_WAY,
        label="Prendre en charge",
        done="Réparation prise en charge",
        policy=ToyRules.mender,
    )
    def take_charge(self, context: Context) -> None:
        self.assignee = context.actor.user

    @law(
        source=S.UNDER_WAY,
        target=S.WAITING,
        label="Demander une pièce",
        done="Pièce demandée",
        policy=ToyRules.in_charge,
        takes=PartAwaited,
        guards=[ToyRules.part_dated],
    )
    def ask_for_part(self, context: Context) -> None:
        self.part_due_on = context.given(PartAwaited).due_on

    @law(
        source=S.WAITING,
        target=S.UNDER_WAY,
        label="Apporter la pièce",
        done="Pièce apportée",
        policy=ToyRules.owner,
    )
    def bring_part(self, context: Context) -> None:
        self.part_due_on = None

    @law(
        source=S.WAITING,
        target=S.DROPPED,
        label="Clore faute de pièce",
        done="Close faute de pièce",
        policy=ToyRules.time,
        guards=[ToyRules.part_overdue],
    )
    def lapse(self, context: Context) -> None:
        self.closed_at = context.at

    @law(
        source=S.UNDER_WAY,
        target=S.MENDED,
        label="Déclarer réparée",
        done="Déclarée réparée",
        policy=ToyRules.meeting,
        effects=[ToyRules.thank],
    )
    def accept(self, context: Context) -> None:
        self.closed_at = context.at

    @law(
        source=S.UNDER_WAY,
        target=S.REFUSED,
        label="Refuser",
        done="Réparation refusée",
        policy=ToyRules.meeting,
        reasoned=True,
    )
    def refuse(self, context: Context) -> None:
        """Its owner may contest it."""

    @law(
        source=S.REFUSED,
        target=S.ASKED,
        label="Contester",
        done="Refus contesté",
        policy=ToyRules.owner,
        reasoned=True,
    )
    def contest(self, context: Context) -> None:
        self.assignee = None

    @law(
        source=BEFORE_THE_END,
        target=S.DROPPED,
        label="Abandonner",
        done="Réparation abandonnée",
        policy=ToyRules.owner,
    )
    def drop(self, context: Context) -> None:
        self.closed_at = context.at


class Thanks(Audited):
    """What whoever mended a thing is thanked with."""

    ERASABLE = ("words",)

    repair = models.ForeignKey(Repair, models.PROTECT, related_name="thanks")
    words = models.CharField("mots", max_length=200)

    class Meta:
        verbose_name = "remerciement"

    def __str__(self) -> str:
        return self.words
