"""The dossier of a structure, from the signature of the charter to the label."""

import hashlib

from django.db import models
from django.db.models import Q

from directory.charters.enums import PrincipleKey
from labelling.dossiers.enums import Approach
from labelling.dossiers.inputs import (
    Commitments,
    PresentationAccount,
    PrincipleEvidence,
    SignedCharter,
)
from labelling.frameworks.models import Framework
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.models import Application
from labelling.instruction.states import EDITABLE, shown_as
from workflows.lifecycles import Addition, law, state_is_known
from workflows.rules import Context
from workflows.verdicts import Stale

COMPLETE = (
    "labelling.principles_evidenced",
    "labelling.commitments_written",
    "labelling.assembly_recorded",
    "labelling.files_clean",
)


class Dossier(Application):
    """A structure's application for the OSE label.

    It is prepared along the six principles of the charter, and presented at the annual general
    assembly before it is filed. `commitments` is the charter's free text (« Ma structure s’est
    engagée, à ce jour, sur »).
    """

    STATES = shown_as()
    ADDITIONS = {
        "resubmit": Addition(guards=COMPLETE),
        "validate": Addition(effects=["labelling.grant_label"]),
    }
    ERASABLE = ("commitments",)
    flow = "labelling.dossiers.flows.DossierFlow"
    criteria = PrincipleKey
    criterion_noun = "principe"
    series = "D"
    pages = "labelling"

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
    def commitments_digest(self) -> str:
        """The SHA-256 of the free text: tells whether someone wrote since it was read."""
        return hashlib.sha256(self.commitments.encode()).hexdigest()

    @law(
        source=S.DRAFT,
        target=S.COMMITTED,
        label="Signer la charte",
        done="Charte signée",
        policy="labelling.representative",
        takes=SignedCharter,
        guards=[
            "directory.representative_verified",
            "labelling.charter_in_force",
            "labelling.organisation_eligible",
        ],
    )
    def sign_charter(self, context: Context) -> None:
        self.signature = context.given(SignedCharter).signature

    @law(
        source=S.COMMITTED,
        target=S.PRESENTED,
        label="Enregistrer la présentation en AG",
        done="Présentation en AG enregistrée",
        policy="labelling.structure",
        guards=[
            "labelling.assembly_recorded",
            "labelling.assembly_recent",
            "labelling.internal_bodies_told",
        ],
    )
    def record_presentation(self, context: Context) -> None:
        """The presentation itself is a record of its own, written before."""

    @law(
        source=S.PRESENTED,
        target=S.SUBMITTED,
        label="Déposer le dossier",
        done="Dossier déposé",
        policy="labelling.representative",
        guards=[
            "labelling.principles_evidenced",
            "labelling.commitments_written",
            "labelling.assembly_recorded",
            "labelling.assembly_recent",
            "labelling.files_clean",
            "labelling.no_other_open",
            "directory.representative_verified",
        ],
    )
    def submit(self, context: Context) -> None:
        self._file(context)

    @law(
        source=EDITABLE,
        target=None,
        label="Étayer un principe",
        done="Preuve écrite",
        policy="labelling.structure",
        takes=PrincipleEvidence,
        effects=["labelling.write_evidence"],
        silent=True,
    )
    def write_evidence(self, context: Context) -> None:
        """Writes what the structure says of one principle."""

    @law(
        source=EDITABLE,
        target=None,
        label="Écrire les engagements à ce jour",
        done="Engagements écrits",
        policy="labelling.structure",
        takes=Commitments,
        silent=True,
    )
    def write_commitments(self, context: Context) -> None:
        """Writes the charter's free text."""
        if context.seen and context.seen != self.commitments_digest:
            raise Stale("Ce texte a changé depuis que vous l’avez ouvert.")
        self.commitments = context.given(Commitments).text

    @law(
        source=[S.COMMITTED, S.PRESENTED, S.TO_COMPLETE],
        target=None,
        label="Décrire la présentation en AG",
        done="Présentation décrite",
        policy="labelling.structure",
        takes=PresentationAccount,
        guards=[
            "labelling.assembly_date_valid",
            "labelling.attendance_consistent",
            "labelling.bodies_told_already",
        ],
        effects=["labelling.write_presentation"],
        silent=True,
    )
    def describe_presentation(self, context: Context) -> None:
        """Writes the assembly and the internal presentations."""
