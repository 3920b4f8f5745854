"""A candidacy: two things to show, no assembly, signed as it is filed."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from directory.charters.models import Signature
from directory.rulebook import DirectoryRules
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.models import Application
from labelling.instruction.states import shown_as
from labelling.rulebook import LabellingRules
from workflows.lifecycles import law
from workflows.rules import Context

STATES = shown_as(without=(S.COMMITTED, S.PRESENTED), applicant="le cabinet", validated="Référencé")


class Point(models.TextChoices):
    EXPERIENCE = "experience", "Expérience"
    LOYALTY = "loyalty", "Loyauté"


@dataclass(frozen=True, slots=True)
class Engagement:
    """The signature that engages the candidate."""

    signature: Signature


class Candidacy(Application):
    STATES = STATES
    flow = "tests.candidacies.flows.CandidacyFlow"
    criteria = Point
    criterion_noun = "point"
    series = "CAN"
    pages = "candidacies"

    class Meta(Application.Meta):
        verbose_name = "candidature"
        constraints = [
            *Application.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in STATES]),
                name="candidacy_state_known",
            ),
        ]

    @law(
        source=S.DRAFT,
        target=S.SUBMITTED,
        label="Déposer la candidature",
        done="Candidature déposée",
        policy=LabellingRules.representative,
        takes=Engagement,
        guards=[LabellingRules.no_other_open, DirectoryRules.representative_verified],
    )
    def submit(self, context: Context) -> None:
        self.signature = context.given(Engagement).signature
        self._file(context)
