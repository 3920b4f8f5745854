"""Other networks' referentials, which the committee recognises beside ESS Pratiques."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from directory.charters.enums import PrincipleKey
from directory.delays.in_force import delay
from directory.rulebook import DirectoryRules
from labelling.frameworks.enums import COVERABLE, FrameworkState
from labelling.frameworks.inputs import FrameworkAccount
from labelling.frameworks.proposals import PROPOSALS
from labelling.frameworks.querysets import FrameworkQuerySet
from labelling.rulebook import LabellingRules
from workflows.deliberation import Deliberated
from workflows.history import Audited
from workflows.lifecycles import State, StateField, law, state_is_known
from workflows.models import Case
from workflows.rules import Context

S = FrameworkState


class Framework(Deliberated, Case):
    """A referential or quality approach that a dossier may follow, once the committee says so.

    It is recognised from `recognised_on`, and to be examined again by `review_on`: the examination
    is asked for ahead (`review_asked_on`), and it stays recognised until the committee decides.
    What it covers is settled with its recognition: what changes it is another framework.
    """

    STATES = (
        State(S.CANDIDATE, S.CANDIDATE.label, "wait", "clock", awaits="le comité"),
        State(S.RECOGNISED, S.RECOGNISED.label, "ok", "check", awaits="le comité, au réexamen"),
        State(S.WITHDRAWN, S.WITHDRAWN.label, "mute", "archive", final=True),
    )
    BIRTHS = {"propose": S.CANDIDATE}
    ACTIONS = {"propose": "Référentiel proposé"}
    ERASABLE: ClassVar[tuple[str, ...]] = ("decision_reasons",)
    KEPT: ClassVar[tuple[str, ...]] = ("name", "network", "website", "description")
    flow = "labelling.frameworks.flows.FrameworkFlow"
    entry = "enter_deliberation"
    feminine = False
    proposals = PROPOSALS
    series = "RFL"

    # Named, or a case would have a `framework`, as a dossier has.
    case_ptr = models.OneToOneField(
        Case, models.CASCADE, parent_link=True, primary_key=True, related_name="as_framework"
    )
    name = models.CharField("nom", max_length=160, unique=True)
    network = models.CharField("réseau porteur", max_length=160, blank=True)
    website = models.URLField("page publique", blank=True)
    description = models.TextField("présentation", blank=True)
    state = StateField(choices=S.choices, default=S.CANDIDATE)
    recognised_on = models.DateField("reconnu le", null=True, blank=True)
    review_on = models.DateField("réexamen au plus tard le", null=True, blank=True)
    review_asked_on = models.DateField("réexamen demandé le", null=True, blank=True)
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)
    decision_reasons = models.TextField("motifs de la décision", blank=True)

    objects: ClassVar = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = "référentiel"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=state_is_known(S), name="framework_state_known"),
            models.CheckConstraint(
                condition=~Q(state=S.RECOGNISED)
                | Q(recognised_on__isnull=False, review_on__gt=F("recognised_on")),
                name="framework_recognition_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.WITHDRAWN) | Q(withdrawn_on__isnull=False),
                name="framework_withdrawal_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("frameworks:detail", args=[self.pk])

    @property
    def concerned_organisation_id(self) -> None:
        """None: the network that keeps it is known by its name."""
        return None

    @law(
        source=S.CANDIDATE,
        target=None,
        label="Modifier la proposition",
        done="Proposition modifiée",
        policy=DirectoryRules.cress_staff,
        takes=FrameworkAccount,
        guards=[LabellingRules.framework_covers],
        effects=[LabellingRules.write_coverage],
        silent=True,
    )
    def describe(self, context: Context) -> None:
        """Says anew what it is and what it covers, until the committee decides."""
        for name, value in context.given(FrameworkAccount).facts.items():
            setattr(self, name, value)

    @law(
        source=[S.CANDIDATE, S.RECOGNISED],
        target=None,
        label="Changer les pièces",
        done="Pièces modifiées",
        policy=DirectoryRules.cress_staff,
        silent=True,
    )
    def change_files(self, context: Context) -> None:
        """Says in the history which files come and go; they are rows of their own."""

    @law(
        source=[S.CANDIDATE, S.RECOGNISED],
        target=None,
        label="Ouvrir la délibération",
        done="Délibération ouverte",
        policy=LabellingRules.open_agenda_item,
        silent=True,
    )
    def enter_deliberation(self, context: Context) -> None:
        """It keeps its state meanwhile: a recognised one is followed until decided otherwise."""

    @law(
        source=[S.CANDIDATE, S.RECOGNISED],
        target=S.RECOGNISED,
        label="Reconnaître",
        done="Référentiel reconnu par le comité",
        policy=LabellingRules.committee_decision,
    )
    def recognise(self, context: Context) -> None:
        """For the first time, or again: until the next examination."""
        self.recognised_on = self.recognised_on or context.today
        self.review_on = delay("framework_review_months", on=context.today).after(context.today)
        self.review_asked_on = None
        self.decision_reasons = context.reason

    @law(
        source=S.RECOGNISED,
        target=S.RECOGNISED,
        label="Demander le réexamen",
        done="Réexamen demandé",
        policy=DirectoryRules.cress_manager,
        guards=[LabellingRules.framework_review_due],
    )
    def ask_review(self, context: Context) -> None:
        """By the direction whenever it sees fit, by time ahead of the date."""
        self.review_asked_on = context.today

    @law(
        source=[S.CANDIDATE, S.RECOGNISED],
        target=S.WITHDRAWN,
        label="Retirer",
        done="Référentiel retiré par le comité",
        policy=LabellingRules.committee_decision,
        effects=[LabellingRules.hold_followers],
        reasoned=True,
    )
    def withdraw(self, context: Context) -> None:
        """What is not filed yet is asked in full; what is filed keeps what was in force then."""
        self.withdrawn_on = context.today
        self.decision_reasons = context.reason
        self.closed_at = context.at


class Coverage(Audited):
    """Why one principle of the charter is covered by a framework; `reasons` empty: it is not."""

    ACTIONS = {"propose": "Principe couvert", "describe": "Couverture modifiée"}
    KEPT = ("reasons",)

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="coverages")
    principle = models.CharField("principe", max_length=20, choices=PrincipleKey.choices)
    reasons = models.TextField("ce qui le couvre", blank=True)

    class Meta:
        verbose_name = "couverture"
        constraints = [
            models.UniqueConstraint(fields=["framework", "principle"], name="coverage_once"),
            models.CheckConstraint(
                condition=Q(principle__in=COVERABLE), name="coverage_principle_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_principle_display()
