"""A petition: no organisation, no instruction, two answers."""

from django.conf import settings
from django.db import models

from tests.petitions.rulebook import PetitionRules
from workflows.deliberation import Deliberated, Proposal
from workflows.history import Audited
from workflows.lifecycles import State, StateField, law, state_is_known
from workflows.models import Case
from workflows.rules import Context


class PetitionState(models.TextChoices):
    RECEIVED = "received", "Reçue"
    DEBATED = "debated", "En débat"
    GRANTED = "granted", "Accueillie"
    DISMISSED = "dismissed", "Écartée"


S = PetitionState


class Petition(Deliberated, Case):
    """What its `author` asks of the committee; its `supporters` read it."""

    STATES = (
        State(S.RECEIVED, S.RECEIVED.label, "info", "send", awaits="le comité"),
        State(S.DEBATED, S.DEBATED.label, "vote", "ballot", awaits="le comité"),
        State(S.GRANTED, S.GRANTED.label, "ok", "check-circle", final=True),
        State(S.DISMISSED, S.DISMISSED.label, "stop", "x-circle", final=True),
    )
    BIRTHS = {"receive": S.RECEIVED}
    ERASABLE = ("answer",)
    ACTIONS = {"receive": "Pétition reçue"}
    flow = "tests.petitions.flows.PetitionFlow"
    entry = "debate"
    feminine = True
    proposals = (
        Proposal(
            key="grant",
            label="Accueillir",
            question="Accueillez-vous cette pétition\u00a0?",
            decided="Accueillie",
            transition="grant",
            tone="ok",
            icon="check-circle",
        ),
        Proposal(
            key="dismiss",
            label="Écarter",
            question="Écartez-vous cette pétition\u00a0?",
            decided="Écartée",
            transition="dismiss",
            tone="stop",
            icon="x-circle",
            reasoned=True,
        ),
    )

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    supporters = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    state = StateField(choices=S.choices, default=S.RECEIVED)
    answer = models.TextField("réponse", blank=True)

    class Meta:
        verbose_name = "pétition"
        constraints = [
            models.CheckConstraint(condition=state_is_known(S), name="petition_state_known"),
        ]

    @property
    def concerned_organisation_id(self) -> None:
        return None

    def get_absolute_url(self) -> str:
        return f"/petitions/{self.pk}/"

    @law(
        source=S.RECEIVED,
        target=None,
        label="Illustrer",
        done="Pétition illustrée",
        policy=PetitionRules.author,
        silent=True,
    )
    def illustrate(self, context: Context) -> None:
        """Adds files, or takes some off."""

    @law(
        source=S.RECEIVED,
        target=S.DEBATED,
        label="Ouvrir le débat",
        done="Débat ouvert",
        policy=PetitionRules.debate,
    )
    def debate(self, context: Context) -> None:
        """Opened by an item of an open session."""

    @law(
        source=S.DEBATED,
        target=S.GRANTED,
        label="Accueillir",
        done="Pétition accueillie",
        policy=PetitionRules.decision,
    )
    def grant(self, context: Context) -> None:
        self.closed_at = context.at

    @law(
        source=S.DEBATED,
        target=S.DISMISSED,
        label="Écarter",
        done="Pétition écartée",
        policy=PetitionRules.decision,
        reasoned=True,
    )
    def dismiss(self, context: Context) -> None:
        self.closed_at = context.at
        self.answer = context.reason


class Tally(Audited):
    """How many people had signed a petition."""

    ACTIONS = {"count": "Décompte"}

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="tallies")
    signatures = models.PositiveIntegerField("signatures")

    class Meta:
        verbose_name = "décompte"

    def __str__(self) -> str:
        return f"{self.signatures} signatures"
