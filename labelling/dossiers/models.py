"""The dossier of a structure, from the signature of the charter to the label."""

import hashlib

from django.db import models
from django.db.models import Q

from directory.charters.enums import CharterKind, PrincipleKey
from directory.recognitions.enums import RecognitionKind
from directory.rulebook import DirectoryRules
from labelling.dossiers.enums import Approach
from labelling.dossiers.inputs import (
    AccompanimentEntry,
    AccompanimentKey,
    Commitments,
    FormerDossier,
    PresentationAccount,
    PrincipleEvidence,
    TermAccount,
)
from labelling.frameworks.covered import covered_now
from labelling.frameworks.models import Framework
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.inputs import SignedCharter
from labelling.instruction.models import Application
from labelling.instruction.states import EDITABLE, shown_as
from labelling.rulebook import LabellingRules
from workflows.lifecycles import Addition, law, state_is_known
from workflows.rules import Context
from workflows.verdicts import Stale

COMPLETE = (
    LabellingRules.principles_evidenced,
    LabellingRules.commitments_written,
    LabellingRules.assembly_recorded,
    LabellingRules.files_clean,
    LabellingRules.term_reported,
)


class Dossier(Application):
    """A structure's application for the OSE label.

    It is prepared along the six principles of the charter, and presented at the annual general
    assembly before it is filed. `commitments` is the charter's free text (« Ma structure s’est
    engagée, à ce jour, sur »). `covered` are the principles that its framework covered on the day
    it was filed: what becomes of the framework afterwards changes nothing to it.
    """

    STATES = shown_as()
    ADDITIONS = {
        "resubmit": Addition(guards=COMPLETE),
        "validate": Addition(effects=[LabellingRules.grant_label]),
    }
    ERASABLE = ("commitments",)
    flow = "labelling.dossiers.flows.DossierFlow"
    charter = CharterKind.STRUCTURES
    criteria = PrincipleKey
    criterion_noun = "principe"
    series = "D"
    pages = "labelling"
    grants = RecognitionKind.LABEL

    approach = models.CharField("démarche suivie", max_length=20, choices=Approach.choices)
    framework = models.ForeignKey(
        Framework,
        verbose_name="référentiel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
    )
    commitments = models.TextField("engagements à ce jour", blank=True)
    covered = models.JSONField("principes couverts au dépôt", default=list, editable=False)

    class Meta(Application.Meta):
        verbose_name = "dossier"
        constraints = [
            *Application.Meta.constraints,
            models.CheckConstraint(condition=state_is_known(S), name="dossier_state_known"),
            models.CheckConstraint(
                condition=Q(approach=Approach.ESS_PRATIQUES, framework__isnull=True)
                | Q(approach=Approach.FRAMEWORK, framework__isnull=False),
                name="dossier_approach_consistent",
            ),
        ]

    @property
    def followed(self) -> str:
        """« ESS Pratiques », or the name of the framework. `framework` should be loaded."""
        return str(self.framework or self.get_approach_display())

    @property
    def covered_today(self) -> frozenset[str]:
        """The principles that it is not asked to evidence, since its framework covers them.

        As they were at the filing; until then, as the framework stands. One query, or none.
        """
        if self.submitted_at is not None:
            return frozenset(self.covered)
        return covered_now(self.framework_id)

    @property
    def settled(self) -> frozenset[str]:
        return self.covered_today

    @property
    def commitments_digest(self) -> str:
        """The SHA-256 of the free text: tells whether someone wrote since it was read."""
        return hashlib.sha256(self.commitments.encode()).hexdigest()

    @law(
        source=S.DRAFT,
        target=S.COMMITTED,
        label="Signer la charte",
        done="Charte signée",
        policy=LabellingRules.representative,
        takes=SignedCharter,
        guards=[
            DirectoryRules.representative_verified,
            LabellingRules.charter_in_force,
            LabellingRules.organisation_eligible,
        ],
    )
    def sign_charter(self, context: Context) -> None:
        self.signature = context.given(SignedCharter).signature

    @law(
        source=S.COMMITTED,
        target=S.PRESENTED,
        label="Enregistrer la présentation en AG",
        done="Présentation en AG enregistrée",
        policy=LabellingRules.structure,
        guards=[
            LabellingRules.assembly_recorded,
            LabellingRules.assembly_recent,
            LabellingRules.internal_bodies_told,
        ],
    )
    def record_presentation(self, context: Context) -> None:
        """The presentation itself is a record of its own, written before."""

    @law(
        source=S.PRESENTED,
        target=S.SUBMITTED,
        label="Déposer le dossier",
        done="Dossier déposé",
        policy=LabellingRules.representative,
        guards=[
            LabellingRules.principles_evidenced,
            LabellingRules.commitments_written,
            LabellingRules.assembly_recorded,
            LabellingRules.assembly_recent,
            LabellingRules.files_clean,
            LabellingRules.term_reported,
            LabellingRules.no_other_open,
            DirectoryRules.representative_verified,
        ],
    )
    def submit(self, context: Context) -> None:
        """What its framework covers is settled here; a withdrawal of it waits for this row."""
        self.covered = sorted(covered_now(self.framework_id))
        self._file(context)

    @law(
        source=EDITABLE,
        target=None,
        label="Étayer un principe",
        done="Preuve écrite",
        policy=LabellingRules.structure,
        takes=PrincipleEvidence,
        effects=[LabellingRules.write_evidence],
        silent=True,
    )
    def write_evidence(self, context: Context) -> None:
        """Writes what the structure says of one principle."""

    @law(
        source=EDITABLE,
        target=None,
        label="Écrire les engagements à ce jour",
        done="Engagements écrits",
        policy=LabellingRules.structure,
        takes=Commitments,
        silent=True,
    )
    def write_commitments(self, context: Context) -> None:
        """Writes the charter's free text."""
        if context.seen and context.seen != self.commitments_digest:
            raise Stale("Ce texte a changé depuis que vous l’avez ouvert.")
        self.commitments = context.given(Commitments).text

    @law(
        source=EDITABLE,
        target=None,
        label="Dire qui vous accompagne",
        done="Accompagnement déclaré",
        policy=LabellingRules.structure,
        takes=AccompanimentEntry,
        guards=[LabellingRules.accompaniment_dated],
        effects=[LabellingRules.declare_accompaniment],
        silent=True,
    )
    def declare_accompaniment(self, context: Context) -> None:
        """Whoever belongs to the accompanist instructs nor decides it for a time."""

    @law(
        source=EDITABLE,
        target=None,
        label="Retirer un accompagnement",
        done="Accompagnement retiré",
        policy=LabellingRules.structure,
        takes=AccompanimentKey,
        effects=[LabellingRules.take_accompaniment_back],
        silent=True,
    )
    def take_accompaniment_back(self, context: Context) -> None:
        """It was declared by mistake."""

    @law(
        source=S.DRAFT,
        target=None,
        label="Reprendre un dossier terminé",
        done="Contenu repris d’un dossier terminé",
        policy=LabellingRules.structure,
        takes=FormerDossier,
        guards=[LabellingRules.former_dossier_over, LabellingRules.nothing_written],
        effects=[LabellingRules.copy_contents],
        silent=True,
    )
    def take_over(self, context: Context) -> None:
        """What holds still is copied; the charter is signed, and the assembly described, anew.

        Of a dossier that ended without a label, or of the one that gave the label to renew.
        """
        former = Dossier.objects.get(pk=context.given(FormerDossier).pk)
        self.commitments = former.commitments

    @law(
        source=[S.COMMITTED, S.PRESENTED, S.TO_COMPLETE],
        target=None,
        label="Décrire la présentation en AG",
        done="Présentation décrite",
        policy=LabellingRules.structure,
        takes=PresentationAccount,
        guards=[
            LabellingRules.assembly_date_valid,
            LabellingRules.attendance_consistent,
            LabellingRules.bodies_told_already,
        ],
        effects=[LabellingRules.write_presentation],
        silent=True,
    )
    def describe_presentation(self, context: Context) -> None:
        """Writes the assembly and the internal presentations."""

    @law(
        source=EDITABLE,
        target=None,
        label="Écrire le bilan de la période",
        done="Bilan de la période écrit",
        policy=LabellingRules.structure,
        takes=TermAccount,
        guards=[LabellingRules.renews_a_label],
        effects=[LabellingRules.write_term_report],
        silent=True,
    )
    def report_term(self, context: Context) -> None:
        """Of a renewal: what the plan gave, the figures, what was difficult."""
