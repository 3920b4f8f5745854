"""What an organisation applies with to be recognised, whatever the recognition: its one law."""

from typing import ClassVar

from django.db import models

from directory.charters.enums import CharterKind
from directory.delays.in_force import delay
from directory.organisations.models import Organisation
from directory.recognitions.enums import RecognitionKind
from directory.rulebook import DirectoryRules
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.inputs import (
    ComplementAnswer,
    ComplementRequests,
    CriterionAssessment,
    Reassignment,
)
from labelling.instruction.models.facts import ApplicationFacts
from labelling.instruction.models.proposals import PROPOSALS
from labelling.instruction.states import BEFORE_DECISION, EDITABLE, INSTRUCTED, OPEN
from labelling.rulebook import LabellingRules
from workflows.lifecycles import law
from workflows.numbering import next_number
from workflows.presentation.links import url_to
from workflows.rules import Context
from workflows.verdicts import Stale


class Application(ApplicationFacts):
    """A case by which an organisation applies for a recognition, under a charter that it signs.

    It is filed, instructed by the CRESS, completed, decided by the committee, contested. A kind
    declares its states (`STATES`), how it is prepared and filed, the `charter` that is signed, its
    `criteria` (what is assessed, each a value and a French label) and what one is called
    (`criterion_noun`, masculine, with no vowel first), the `series` of its numbers, the namespace
    of its `pages`, the kind of recognition that it `grants`, and in `ADDITIONS` what it asks or
    does besides in the moves below. What it has no state for, of the sources below, is not a source
    for it.
    """

    BIRTHS = {"open": S.DRAFT}
    entry = "enter_deliberation"
    feminine = False  # « le dossier », whatever it asks for
    proposals = PROPOSALS
    charter: ClassVar[CharterKind]
    criteria: ClassVar[type[models.TextChoices]]
    criterion_noun: ClassVar[str]
    series: ClassVar[str]
    pages: ClassVar[str]
    grants: ClassVar[RecognitionKind | None] = None
    # What the list of one's own is called, and that of the CRESS.
    mine: ClassVar[str] = "Mes dossiers"
    filed: ClassVar[str] = "Dossiers"

    class Meta(ApplicationFacts.Meta):
        abstract = True

    def get_absolute_url(self) -> str:
        return url_to(f"{self.pages}:detail", self.pk)

    @property
    def settled(self) -> frozenset[str]:
        """The criteria on which nothing is asked of the organisation, nor of the instructor."""
        return frozenset()

    @classmethod
    def criterion_label(cls, key: str) -> str:
        """The criterion in French; ValueError when this kind has no such one."""
        return str(cls.criteria(key).label)

    @law(
        source=EDITABLE,
        target=None,
        label="Changer les pièces",
        done="Pièces modifiées",
        policy=LabellingRules.structure,
        silent=True,
    )
    def change_files(self, context: Context) -> None:
        """Says in the history which files come and go; they are rows of their own."""

    @law(
        source=S.SUBMITTED,
        target=S.UNDER_INSTRUCTION,
        label="Prendre en charge",
        done="Dossier pris en charge",
        policy=LabellingRules.instructor_without_conflict,
    )
    def take_charge(self, context: Context) -> None:
        self.assignee = context.actor.user

    @law(
        source=S.UNDER_INSTRUCTION,
        target=S.TO_COMPLETE,
        label="Demander des compléments",
        done="Compléments demandés",
        policy=LabellingRules.instructor_in_charge,
        takes=ComplementRequests,
        guards=[LabellingRules.complements_named, LabellingRules.complements_dated],
        effects=[LabellingRules.open_complements],
    )
    def request_complements(self, context: Context) -> None:
        self.complements_due_on = context.given(ComplementRequests).due_on
        self.paused_on = context.today

    @law(
        source=S.TO_COMPLETE,
        target=None,
        label="Répondre à une demande",
        done="Réponse à une demande",
        policy=LabellingRules.structure,
        takes=ComplementAnswer,
        effects=[LabellingRules.write_answer],
        silent=True,
    )
    def answer_complement(self, context: Context) -> None:
        """Writes the answer to one requested item."""

    @law(
        source=S.TO_COMPLETE,
        target=S.UNDER_INSTRUCTION,
        label="Renvoyer le dossier complété",
        done="Compléments renvoyés",
        policy=LabellingRules.representative,
        guards=[LabellingRules.complements_answered, DirectoryRules.representative_verified],
    )
    def resubmit(self, context: Context) -> None:
        """The clock stood still meanwhile: what was left of it is left again."""
        if self.promised and self.instruction_due_on and self.paused_on:
            left = self.promised.between(self.paused_on, self.instruction_due_on)
            self.instruction_due_on = self.promised.moved(context.today, left)
        self.paused_on = None
        self.complements_due_on = None
        self.reminded_on = None
        self.lapses_on = None

    @law(
        source=S.TO_COMPLETE,
        target=None,
        label="Rappeler l’échéance passée",
        done="Rappel de l’échéance passée",
        policy=DirectoryRules.time,
        guards=[LabellingRules.complements_overdue, LabellingRules.not_reminded_yet],
    )
    def remind_late(self, context: Context) -> None:
        """Tells the organisation that its answer is late, and opens the grace before closing."""
        self.reminded_on = context.today
        self.lapses_on = delay("complements_grace", on=context.today).after(context.today)

    @law(
        source=S.TO_COMPLETE,
        target=S.CLOSED,
        label="Classer sans suite",
        done="Dossier classé sans suite",
        policy=DirectoryRules.time,
        guards=[LabellingRules.complements_overdue, LabellingRules.notices_sent],
    )
    def close_inactive(self, context: Context) -> None:
        self.closed_at = context.at

    @law(
        source=S.UNDER_INSTRUCTION,
        target=None,
        label="Porter une appréciation",
        done="Appréciation portée",
        policy=LabellingRules.instructor_in_charge,
        takes=CriterionAssessment,
        guards=[LabellingRules.criterion_known, LabellingRules.assessment_reasoned],
        effects=[LabellingRules.write_assessment],
        silent=True,
    )
    def assess(self, context: Context) -> None:
        """Writes the instructor's finding on one criterion."""

    @law(
        source=INSTRUCTED,
        target=None,
        label="Confier à une autre personne",
        done="Dossier confié à une autre personne",
        policy=DirectoryRules.cress_manager,
        takes=Reassignment,
        guards=[LabellingRules.assignee_may_instruct],
        effects=[LabellingRules.address_requests],
    )
    def reassign(self, context: Context) -> None:
        """Whoever instructed it is away, or has left: it goes on with someone else."""
        if context.seen not in (None, str(self.assignee_id)):
            raise Stale("Ce dossier a été confié à quelqu’un d’autre entre-temps.")
        self.assignee = context.given(Reassignment).assignee

    @law(
        source=S.UNDER_INSTRUCTION,
        target=S.ADMISSIBLE,
        label="Déclarer recevable",
        done="Dossier déclaré recevable",
        policy=LabellingRules.instructor_in_charge,
        guards=[LabellingRules.criteria_assessed, LabellingRules.no_open_complement],
    )
    def declare_admissible(self, context: Context) -> None:
        """The committee may now put it on an agenda; the instruction's clock stops meanwhile."""
        self.paused_on = context.today

    @law(
        source=[S.ADMISSIBLE, S.APPEALED],
        target=S.IN_DELIBERATION,
        label="Ouvrir la délibération",
        done="Délibération ouverte",
        policy=LabellingRules.open_agenda_item,
    )
    def enter_deliberation(self, context: Context) -> None:
        """Opened by an item of an open session, never by hand."""

    @law(
        source=S.IN_DELIBERATION,
        target=S.VALIDATED,
        label="Valider",
        done="Dossier validé par le comité",
        policy=LabellingRules.committee_decision,
    )
    def validate(self, context: Context) -> None:
        self.decided_on = context.today
        self.decision_reasons = context.reason
        self.closed_at = context.at

    @law(
        source=S.IN_DELIBERATION,
        target=S.TO_COMPLETE,
        label="Ajourner",
        done="Dossier ajourné par le comité",
        policy=LabellingRules.committee_decision,
        effects=[LabellingRules.ask_for_what_the_committee_wants],
        reasoned=True,
    )
    def adjourn(self, context: Context) -> None:
        self.decision_reasons = context.reason
        self.complements_due_on = delay("complements", on=context.today).after(context.today)

    @law(
        source=S.IN_DELIBERATION,
        target=S.REFUSED,
        label="Refuser",
        done="Dossier refusé par le comité",
        policy=LabellingRules.committee_decision,
        reasoned=True,
    )
    def refuse(self, context: Context) -> None:
        self.decided_on = context.today
        self.decision_reasons = context.reason
        self.appealable_until = delay("appeal_months", on=context.today).after(context.today)

    @law(
        source=S.REFUSED,
        target=S.APPEALED,
        label="Former un recours",
        done="Recours formé",
        policy=LabellingRules.representative,
        guards=[
            LabellingRules.within_appeal_period,
            LabellingRules.no_other_open,
            DirectoryRules.representative_verified,
        ],
        reasoned=True,
    )
    def appeal(self, context: Context) -> None:
        """Open again: the organisation's row makes whoever opens another wait, or be seen here."""
        Organisation.objects.select_for_update(no_key=True).get(pk=self.organisation_id)
        others = type(self).objects.filter(organisation=self.organisation_id, state__in=OPEN)
        if others.exists():
            raise Stale("Votre structure vient d’ouvrir un autre dossier.")
        self.appeal_grounds = context.reason

    @law(
        source=BEFORE_DECISION,
        target=S.WITHDRAWN,
        label="Abandonner le dossier",
        done="Dossier abandonné",
        policy=LabellingRules.representative,
        guards=[DirectoryRules.representative_verified],
    )
    def withdraw(self, context: Context) -> None:
        self.closed_at = context.at

    def _file(self, context: Context) -> None:
        """Give it its number, and begin the delay of the instruction."""
        self.reference = next_number(self.series, context.today.year)
        self.submitted_at = context.at
        allowed = delay("admissibility", on=context.today)
        self.instruction_days, self.instruction_unit = allowed.number, allowed.unit
        self.instruction_due_on = allowed.after(context.today)
