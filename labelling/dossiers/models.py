"""The dossier of a structure, from the signature of the charter to the decision."""

import hashlib
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from directory.charters.models import Signature
from directory.organisations.models import Organisation
from directory.recognitions.validity import add_months
from labelling.dossiers.delays import delay
from labelling.dossiers.enums import Approach
from labelling.dossiers.enums import DossierState as S
from labelling.dossiers.proposals import PROPOSALS
from labelling.dossiers.querysets import DossierQuerySet
from labelling.dossiers.states import (
    BEFORE_DECISION,
    DECIDED,
    EDITABLE,
    INSTRUCTED,
    OPEN,
    PREPARED,
    STATES,
    WITH_DEADLINE,
)
from labelling.frameworks.models import Framework
from workflows.deliberation import Deliberated
from workflows.lifecycles import StateField, law, state_is_known
from workflows.models import Case
from workflows.numbering import next_number
from workflows.rules import Context
from workflows.verdicts import Stale

# The day by which someone must act, in a state that has one.
DUE = Coalesce("complements_due_on", "instruction_due_on")


class Dossier(Deliberated, Case):
    """A structure's application for the OSE label.

    `commitments` is the charter's free text (« Ma structure s’est engagée, à ce jour, sur »).
    `instruction_due_on` moves on by the days since `paused_on`: those of the structure to complete,
    those of the committee after it was found admissible. `reminded_on` is when the structure was
    told that its answer is late: the grace runs from that day.
    """

    STATES = STATES
    BIRTHS = {"open": S.DRAFT}
    flow = "labelling.instruction.flows.InstructionFlow"
    entry = "enter_deliberation"
    proposals = PROPOSALS

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="dossiers"
    )
    approach = models.CharField("démarche suivie", max_length=20, choices=Approach.choices)
    framework = models.ForeignKey(
        Framework,
        verbose_name="référentiel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
    )
    signature = models.ForeignKey(
        Signature, on_delete=models.PROTECT, null=True, blank=True, related_name="dossiers"
    )
    commitments = models.TextField("engagements à ce jour", blank=True)
    state = StateField(choices=S.choices, default=S.DRAFT)
    submitted_at = models.DateTimeField("déposé le", null=True, blank=True)
    instruction_due_on = models.DateField("instruction au plus tard le", null=True, blank=True)
    paused_on = models.DateField("en pause depuis le", null=True, blank=True)
    complements_due_on = models.DateField("compléments au plus tard le", null=True, blank=True)
    reminded_on = models.DateField("retard rappelé le", null=True, blank=True)
    decided_on = models.DateField("décidé le", null=True, blank=True)
    decision_reasons = models.TextField("motifs de la décision", blank=True)
    appeal_grounds = models.TextField("motifs du recours", blank=True)

    objects: ClassVar = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        indexes = [
            models.Index("state", DUE, "submitted_at", "case_ptr", name="dossier_state_due"),
            models.Index(
                DUE,
                "submitted_at",
                "case_ptr",
                condition=Q(state__in=WITH_DEADLINE),
                name="dossier_due",
            ),
            models.Index(fields=["-submitted_at", "-case_ptr"], name="dossier_recent"),
        ]
        constraints = [
            models.CheckConstraint(condition=state_is_known(S), name="dossier_state_known"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state__in=OPEN), name="one_open_dossier"
            ),
            models.CheckConstraint(
                condition=Q(approach=Approach.ESS_PRATIQUES, framework__isnull=True)
                | Q(approach=Approach.FRAMEWORK, framework__isnull=False),
                name="dossier_approach_consistent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.DRAFT, S.WITHDRAWN]) | Q(signature__isnull=False),
                name="dossier_signed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*PREPARED, S.WITHDRAWN]) | Q(submitted_at__isnull=False),
                name="dossier_submitted_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED) | Q(decided_on__isnull=False),
                name="dossier_decided_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.REFUSED, S.APPEALED]) | ~Q(decision_reasons=""),
                name="dossier_refusal_reasoned",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.TO_COMPLETE)
                | Q(complements_due_on__isnull=False, complements_due_on__gte=F("paused_on")),
                name="dossier_complements_dated",
            ),
            models.CheckConstraint(
                condition=Q(reminded_on__isnull=True)
                | Q(complements_due_on__isnull=False, reminded_on__gt=F("complements_due_on")),
                name="dossier_reminded_when_late",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.CLOSED) | Q(reminded_on__isnull=False),
                name="dossier_closed_after_reminder",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("labelling:detail", args=[self.pk])

    @property
    def concerned_organisation_id(self) -> int:
        return self.organisation_id

    @property
    def followed(self) -> str:
        """« ESS Pratiques », or the name of the framework. `framework` should be loaded."""
        return str(self.framework or self.get_approach_display())

    @property
    def commitments_digest(self) -> str:
        """The SHA-256 of the free text: tells whether someone wrote since it was read."""
        return hashlib.sha256(self.commitments.encode()).hexdigest()

    @property
    def appealable_until(self) -> date | None:
        """The last day of the appeal period; None while nothing is decided."""
        months = settings.OSE_DELAYS["appeal_months"]
        return self.decided_on and add_months(self.decided_on, months)

    @property
    def lapses_on(self) -> date | None:
        """The last day of the grace: past it, silence closes the dossier. None if not reminded."""
        return self.reminded_on and self.reminded_on + delay("complements_grace")

    @law(
        source=S.DRAFT,
        target=S.COMMITTED,
        label="Signer la charte",
        done="Charte signée",
        policy="labelling.representative",
        guards=[
            "directory.representative_verified",
            "labelling.charter_in_force",
            "labelling.organisation_eligible",
        ],
    )
    def sign_charter(self, context: Context) -> None:
        self.signature = context.data["signature"]

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
            "labelling.no_other_open_dossier",
            "directory.representative_verified",
        ],
    )
    def submit(self, context: Context) -> None:
        self.reference = next_number("OSE", context.today.year)
        self.submitted_at = context.at
        self.instruction_due_on = context.today + delay("admissibility")

    @law(
        source=S.SUBMITTED,
        target=S.UNDER_INSTRUCTION,
        label="Prendre en charge",
        done="Dossier pris en charge",
        policy="labelling.instructor_without_conflict",
    )
    def take_charge(self, context: Context) -> None:
        self.assignee = context.actor.user

    @law(
        source=S.UNDER_INSTRUCTION,
        target=S.TO_COMPLETE,
        label="Demander des compléments",
        done="Compléments demandés",
        policy="labelling.instructor_in_charge",
        guards=["labelling.complements_named", "labelling.complements_dated"],
        effects=["labelling.open_complements"],
    )
    def request_complements(self, context: Context) -> None:
        self.complements_due_on = context.data["due_on"]
        self.paused_on = context.today

    @law(
        source=S.TO_COMPLETE,
        target=S.UNDER_INSTRUCTION,
        label="Renvoyer le dossier complété",
        done="Compléments renvoyés",
        policy="labelling.representative",
        guards=[
            "labelling.complements_answered",
            "labelling.principles_evidenced",
            "labelling.commitments_written",
            "labelling.assembly_recorded",
            "labelling.files_clean",
            "directory.representative_verified",
        ],
    )
    def resubmit(self, context: Context) -> None:
        """The clock stood still meanwhile: the deadline moves on by as many days."""
        if self.instruction_due_on and self.paused_on:
            self.instruction_due_on += context.today - self.paused_on
        self.paused_on = None
        self.complements_due_on = None
        self.reminded_on = None

    @law(
        source=S.UNDER_INSTRUCTION,
        target=S.ADMISSIBLE,
        label="Déclarer recevable",
        done="Dossier déclaré recevable",
        policy="labelling.instructor_in_charge",
        guards=["labelling.principles_assessed", "labelling.no_open_complement"],
    )
    def declare_admissible(self, context: Context) -> None:
        """The committee may now put it on an agenda; the instruction's clock stops meanwhile."""
        self.paused_on = context.today

    @law(
        source=[S.ADMISSIBLE, S.APPEALED],
        target=S.IN_DELIBERATION,
        label="Ouvrir la délibération",
        done="Délibération ouverte",
        policy="labelling.open_agenda_item",
    )
    def enter_deliberation(self, context: Context) -> None:
        """Opened by an item of an open session, never by hand."""

    @law(
        source=S.IN_DELIBERATION,
        target=S.VALIDATED,
        label="Valider",
        done="Dossier validé par le comité",
        policy="labelling.committee_decision",
        effects=["labelling.grant_label"],
    )
    def validate(self, context: Context) -> None:
        self._decide(context)

    @law(
        source=S.IN_DELIBERATION,
        target=S.TO_COMPLETE,
        label="Ajourner",
        done="Dossier ajourné par le comité",
        policy="labelling.committee_decision",
        effects=["labelling.ask_for_what_the_committee_wants"],
        reasoned=True,
    )
    def adjourn(self, context: Context) -> None:
        self.decision_reasons = context.reason
        self.complements_due_on = context.today + delay("complements")

    @law(
        source=S.IN_DELIBERATION,
        target=S.REFUSED,
        label="Refuser",
        done="Dossier refusé par le comité",
        policy="labelling.committee_decision",
        reasoned=True,
    )
    def refuse(self, context: Context) -> None:
        self._decide(context, closes=False)

    @law(
        source=S.REFUSED,
        target=S.APPEALED,
        label="Former un recours",
        done="Recours formé",
        policy="labelling.representative",
        guards=[
            "labelling.within_appeal_period",
            "labelling.no_other_open_dossier",
            "directory.representative_verified",
        ],
        reasoned=True,
    )
    def appeal(self, context: Context) -> None:
        """Open again: the organisation's row makes whoever opens another wait, or be seen here."""
        Organisation.objects.select_for_update(no_key=True).get(pk=self.organisation_id)
        others = Dossier.objects.filter(organisation_id=self.organisation_id, state__in=OPEN)
        if others.exists():
            raise Stale("Votre structure vient d’ouvrir un autre dossier.")
        self.appeal_grounds = context.reason

    @law(
        source=BEFORE_DECISION,
        target=S.WITHDRAWN,
        label="Abandonner le dossier",
        done="Dossier abandonné",
        policy="labelling.representative",
        guards=["directory.representative_verified"],
    )
    def withdraw(self, context: Context) -> None:
        self.closed_at = context.at

    @law(
        source=S.TO_COMPLETE,
        target=S.CLOSED,
        label="Classer sans suite",
        done="Dossier classé sans suite",
        policy="directory.time",
        guards=["labelling.complements_overdue", "labelling.notices_sent"],
    )
    def close_inactive(self, context: Context) -> None:
        self.closed_at = context.at

    @law(
        source=EDITABLE,
        target=None,
        label="Compléter les preuves",
        done="Preuves modifiées",
        policy="labelling.structure",
        effects=["labelling.write_evidence"],
        silent=True,
    )
    def write_evidence(self, context: Context) -> None:
        """Writes the evidence of one principle, or the charter's free text."""
        seen = context.data.get("seen_digest")
        if seen and seen != self.commitments_digest:
            raise Stale("Ce texte a changé depuis que vous l’avez ouvert.")
        self.commitments = context.data.get("commitments", self.commitments)

    @law(
        source=[S.COMMITTED, S.PRESENTED, S.TO_COMPLETE],
        target=None,
        label="Décrire la présentation en AG",
        done="Présentation décrite",
        policy="labelling.structure",
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

    @law(
        source=S.TO_COMPLETE,
        target=None,
        label="Répondre à une demande",
        done="Réponse à une demande",
        policy="labelling.structure",
        effects=["labelling.write_answer"],
        silent=True,
    )
    def answer_complement(self, context: Context) -> None:
        """Writes the answer to one requested item."""

    @law(
        source=S.TO_COMPLETE,
        target=None,
        label="Rappeler l’échéance passée",
        done="Rappel de l’échéance passée",
        policy="directory.time",
        guards=["labelling.complements_overdue", "labelling.not_reminded_yet"],
    )
    def remind_late(self, context: Context) -> None:
        """Tells the structure that its answer is late, and opens the grace before closing."""
        self.reminded_on = context.today

    @law(
        source=INSTRUCTED,
        target=None,
        label="Confier à une autre personne",
        done="Dossier confié à une autre personne",
        policy="directory.cress_manager",
        guards=["labelling.assignee_may_instruct"],
        effects=["labelling.address_requests"],
    )
    def reassign(self, context: Context) -> None:
        """Whoever instructed it is away, or has left: the dossier goes on with someone else."""
        if context.data.get("seen") not in (None, self.assignee_id):
            raise Stale("Ce dossier a été confié à quelqu’un d’autre entre-temps.")
        self.assignee = context.data["assignee"]

    @law(
        source=S.UNDER_INSTRUCTION,
        target=None,
        label="Apprécier un principe",
        done="Principe apprécié",
        policy="labelling.instructor_in_charge",
        guards=["labelling.assessment_reasoned"],
        effects=["labelling.write_assessment"],
        silent=True,
    )
    def assess_principle(self, context: Context) -> None:
        """Writes the instructor's finding on one principle."""

    def _decide(self, context: Context, *, closes: bool = True) -> None:
        self.decided_on = context.today
        self.decision_reasons = context.reason
        if closes:
            self.closed_at = context.at
