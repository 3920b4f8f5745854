"""Other networks' referentials that the committee recognises beside ESS Pratiques."""

from django.db import models

from directory.rulebook import DirectoryRules
from labelling.frameworks.enums import FrameworkState
from workflows.lifecycles import Lifecycle, State, StateField, law, state_is_known
from workflows.rules import Context

S = FrameworkState


class Framework(Lifecycle):
    """A referential or quality approach that a dossier may follow."""

    STATES = (
        State(S.CANDIDATE, S.CANDIDATE.label, "wait", "clock", awaits="le comité"),
        State(S.RECOGNISED, S.RECOGNISED.label, "ok", "check"),
        State(S.WITHDRAWN, S.WITHDRAWN.label, "mute", "archive", final=True),
    )
    KEPT = ("name", "network")

    name = models.CharField("nom", max_length=160, unique=True)
    network = models.CharField("réseau porteur", max_length=160, blank=True)
    state = StateField(choices=S.choices, default=S.CANDIDATE)

    class Meta:
        verbose_name = "référentiel"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=state_is_known(S), name="framework_state_known")
        ]

    def __str__(self) -> str:
        return self.name

    @law(
        source=S.CANDIDATE,
        target=S.RECOGNISED,
        label="Reconnaître",
        done="Référentiel reconnu",
        policy=DirectoryRules.cress_manager,
        silent=True,
    )
    def recognise(self, context: Context) -> None:
        """From here dossiers may follow it."""

    @law(
        source=[S.CANDIDATE, S.RECOGNISED],
        target=S.WITHDRAWN,
        label="Retirer",
        done="Référentiel retiré",
        policy=DirectoryRules.cress_manager,
        silent=True,
        reasoned=True,
    )
    def withdraw(self, context: Context) -> None:
        """Dossiers that already follow it keep doing so."""
