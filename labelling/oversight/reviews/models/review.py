"""A review of a recognition against its signed charter: led by the CRESS, both sides heard."""

from django.db.models import Max, Min

from directory.delays.in_force import delay
from directory.rulebook import DirectoryRules
from labelling.instruction.inputs import Reassignment
from labelling.oversight.reviews.enums import LED, OPEN, Conclusion, ReviewOutcome, ReviewState
from labelling.oversight.reviews.inputs import (
    AnswerDelay,
    CorrectionDone,
    EffectChecks,
    FindingAnswer,
    FindingConclusion,
    FindingEntry,
    FindingKey,
    PlannedCorrection,
    Referral,
)
from labelling.oversight.reviews.models.decisions import Decided
from labelling.oversight.rulebook import OversightRules
from workflows.lifecycles import law
from workflows.rules import Context

S = ReviewState
# Where the reviewer has it, and a file may still be added to what is shown.
IN_HAND = (S.OPENED, S.UNDER_ASSESSMENT)
# Where the organisation may still speak: an answer that comes late is kept, and read.
HEARD = (S.AWAITING_ANSWER, S.UNDER_ASSESSMENT, S.REFERRED)


class ComplianceReview(Decided):
    """Whether the commitments that an organisation signed are kept, one finding after another."""

    class Meta(Decided.Meta):
        abstract = False

    @law(
        source=OPEN,
        target=None,
        label="Prendre en charge",
        done="Contrôle pris en charge",
        policy=OversightRules.reviewer_without_conflict,
        guards=[OversightRules.nobody_in_charge],
        effects=[OversightRules.address_review],
        silent=True,
    )
    def take_charge(self, context: Context) -> None:
        self.assignee = context.actor.user

    @law(
        source=OPEN,
        target=None,
        label="Confier à une autre personne",
        done="Contrôle confié à une autre personne",
        policy=DirectoryRules.cress_manager,
        takes=Reassignment,
        guards=[OversightRules.may_review],
        effects=[OversightRules.address_review],
    )
    def reassign(self, context: Context) -> None:
        self.assignee = context.given(Reassignment).assignee

    @law(
        source=S.OPENED,
        target=None,
        label="Écrire un constat",
        done="Constat écrit",
        policy=OversightRules.reviewer_in_charge,
        takes=FindingEntry,
        guards=[
            OversightRules.commitment_signed,
            OversightRules.finding_told,
            OversightRules.finding_of_the_cress,
        ],
        effects=[OversightRules.write_finding],
        silent=True,
    )
    def write_finding(self, context: Context) -> None:
        """Until it is notified: what is held against somebody does not grow behind their back."""

    @law(
        source=S.OPENED,
        target=None,
        label="Retirer un constat",
        done="Constat retiré",
        policy=OversightRules.reviewer_in_charge,
        takes=FindingKey,
        guards=[OversightRules.finding_of_the_cress],
        effects=[OversightRules.remove_finding],
        silent=True,
    )
    def remove_finding(self, context: Context) -> None:
        """It stays in the history, and is shown to nobody."""

    @law(
        source=S.OPENED,
        target=None,
        label="Déposer un constat",
        done="Constat déposé par le contrôle indépendant",
        policy=OversightRules.monitor_without_conflict,
        takes=FindingEntry,
        guards=[
            OversightRules.commitment_signed,
            OversightRules.finding_told,
            OversightRules.finding_of_the_monitor,
        ],
        effects=[OversightRules.write_finding],
    )
    def file_finding(self, context: Context) -> None:
        """Whoever leads the review is told: they notify it with theirs, and conclude on it."""

    @law(
        source=S.OPENED,
        target=None,
        label="Retirer mon constat",
        done="Constat retiré par le contrôle indépendant",
        policy=OversightRules.monitor_without_conflict,
        takes=FindingKey,
        guards=[OversightRules.finding_of_the_monitor],
        effects=[OversightRules.remove_finding],
        silent=True,
    )
    def retract_finding(self, context: Context) -> None:
        """Nobody but the monitor takes off what the monitor found."""

    @law(
        source=S.OPENED,
        target=None,
        label="Changer les pièces du contrôle indépendant",
        done="Pièces du contrôle indépendant modifiées",
        policy=OversightRules.monitor_without_conflict,
        silent=True,
    )
    def change_independent_evidence(self, context: Context) -> None:
        """What shows a finding of the monitor is as much theirs as what it says."""

    @law(
        source=IN_HAND,
        target=None,
        label="Changer les pièces du contrôle",
        done="Pièces du contrôle modifiées",
        policy=OversightRules.reviewer_in_charge,
        silent=True,
    )
    def change_evidence(self, context: Context) -> None:
        """Says in the history which files come and go; they are rows of their own."""

    @law(
        source=S.OPENED,
        target=S.AWAITING_ANSWER,
        label="Notifier à l’organisation",
        done="Contrôle notifié à l’organisation",
        policy=OversightRules.reviewer_in_charge,
        guards=[OversightRules.something_found],
    )
    def notify(self, context: Context) -> None:
        """The organisation reads all that is held against it, and has so many days to answer."""
        self.notified_on = context.today
        self.notice_until = delay("review_answer", on=context.today).after(context.today)
        self.answer_due_on = self.notice_until

    @law(
        source=S.AWAITING_ANSWER,
        target=S.AWAITING_ANSWER,
        label="Prolonger le délai de réponse",
        done="Délai de réponse prolongé",
        policy=DirectoryRules.cress_manager,
        takes=AnswerDelay,
        guards=[OversightRules.delay_longer],
        reasoned=True,
    )
    def extend_delay(self, context: Context) -> None:
        self.answer_due_on = context.given(AnswerDelay).due_on

    @law(
        source=HEARD,
        target=None,
        label="Répondre à un constat",
        done="Réponse à un constat",
        policy=OversightRules.reviewed_people,
        takes=FindingAnswer,
        guards=[OversightRules.answer_told],
        effects=[OversightRules.write_finding_answer],
        silent=True,
    )
    def answer_finding(self, context: Context) -> None:
        """Marked late after the deadline, and read all the same."""

    @law(
        source=S.AWAITING_ANSWER,
        target=S.UNDER_ASSESSMENT,
        label="Envoyer la réponse",
        done="Réponse envoyée",
        policy=DirectoryRules.organisation_representative,
        guards=[OversightRules.findings_answered, DirectoryRules.representative_verified],
    )
    def answer(self, context: Context) -> None:
        self.answered_on = context.today

    @law(
        source=S.AWAITING_ANSWER,
        target=S.UNDER_ASSESSMENT,
        label="Constater l’absence de réponse",
        done="Délai de réponse dépassé",
        policy=DirectoryRules.time,
        guards=[OversightRules.answer_overdue],
    )
    def lapse(self, context: Context) -> None:
        """Silence is recorded; it admits nothing."""
        self.lapsed_on = context.today

    @law(
        source=S.UNDER_ASSESSMENT,
        target=None,
        label="Prévoir une correction",
        done="Correction prévue",
        policy=OversightRules.reviewer_in_charge,
        takes=PlannedCorrection,
        guards=[OversightRules.correction_planned],
        effects=[OversightRules.write_correction],
        silent=True,
    )
    def plan_correction(self, context: Context) -> None:
        """What is to be done of one finding, by whom and by when."""

    @law(
        source=S.UNDER_ASSESSMENT,
        target=None,
        label="Conclure sur un constat",
        done="Constat conclu",
        policy=OversightRules.reviewer_in_charge,
        takes=FindingConclusion,
        guards=[OversightRules.conclusion_reasoned],
        effects=[OversightRules.conclude_finding],
        silent=True,
    )
    def conclude(self, context: Context) -> None:
        """What the reviewer makes of one finding, with why."""

    @law(
        source=S.UNDER_ASSESSMENT,
        target=S.CORRECTIVE_ACTION,
        label="Demander les corrections",
        done="Corrections demandées",
        policy=OversightRules.reviewer_in_charge,
        guards=[OversightRules.corrections_planned],
    )
    def ask_correction(self, context: Context) -> None:
        """Each finding not concluded is to be corrected by its date, the last one at most."""
        dates = self.findings.still_open().aggregate(last=Max("corrective_action__due_on"))
        self.corrections_due_on = dates["last"]

    @law(
        source=S.CORRECTIVE_ACTION,
        target=None,
        label="Montrer une correction",
        done="Correction montrée",
        policy=OversightRules.reviewed_people,
        takes=CorrectionDone,
        guards=[OversightRules.correction_shown],
        effects=[OversightRules.write_done],
        silent=True,
    )
    def show_correction(self, context: Context) -> None:
        """What was done of one finding, and what shows it."""

    @law(
        source=S.CORRECTIVE_ACTION,
        target=S.UNDER_ASSESSMENT,
        label="Envoyer les corrections",
        done="Corrections envoyées, ou délai passé",
        policy=OversightRules.representative_or_time,
        guards=[OversightRules.corrected_or_overdue],
        effects=[OversightRules.worsen_late_findings],
    )
    def correct(self, context: Context) -> None:
        """All is shown, or the date has passed: then a minor finding still open becomes major."""

    @law(
        source=S.CORRECTIVE_ACTION,
        target=None,
        label="Aggraver les écarts en retard",
        done="Écarts en retard devenus majeurs",
        policy=DirectoryRules.time,
        guards=[OversightRules.some_late],
        effects=[OversightRules.worsen_late_findings],
    )
    def worsen(self, context: Context) -> None:
        """A minor finding whose own date has passed without a correction becomes major."""

    @law(
        source=S.UNDER_ASSESSMENT,
        target=S.CLOSED,
        label="Clore le contrôle",
        done="Contrôle clos",
        policy=OversightRules.reviewer_in_charge,
        guards=[OversightRules.findings_concluded],
        effects=[OversightRules.carry_sanction_out],
        reasoned=True,
    )
    def close(self, context: Context) -> None:
        """Every finding is concluded; what was corrected, or nothing, says the outcome."""
        findings = self.findings.standing()
        corrected = findings.filter(conclusion=Conclusion.CORRECTED).exists()
        self.outcome = ReviewOutcome.CORRECTED if corrected else ReviewOutcome.COMPLIANT
        self.effect_due_on = findings.aggregate(first=Min("check_on"))["first"]
        self.decided_on = context.today
        self.decision_reasons = context.reason
        self.closed_at = context.at

    @law(
        source=S.UNDER_ASSESSMENT,
        target=S.REFERRED,
        label="Transmettre au comité",
        done="Contrôle transmis au comité",
        policy=OversightRules.reviewer_in_charge,
        takes=Referral,
        guards=[OversightRules.referral_told],
        reasoned=True,
    )
    def refer(self, context: Context) -> None:
        given = context.given(Referral)
        self.proposed = given.proposal
        self.suspension_months = given.months
        self.lifting_conditions = given.conditions
        self.referral_reasons = context.reason

    @law(
        source=LED,
        target=None,
        label="Suspendre en urgence",
        done="Suspension urgente",
        policy=OversightRules.manager_without_conflict,
        guards=[OversightRules.urgency_possible, OversightRules.session_planned],
        effects=[OversightRules.suspend_meanwhile],
        reasoned=True,
    )
    def suspend_urgently(self, context: Context) -> None:
        """Until the next session at most, which confirms or lifts it. Once a review."""
        self.interim_by = context.actor.user
        self.interim_on = context.today
        self.interim_until = self.next_decision_day(context.today)
        self.interim_reasons = context.reason

    @law(
        source=[S.OPENED, *LED],
        target=S.CLOSED,
        label="Abandonner le contrôle",
        done="Contrôle abandonné",
        policy=OversightRules.manager_without_conflict,
        guards=[OversightRules.nothing_decided, OversightRules.monitor_heard],
        effects=[OversightRules.carry_sanction_out],
        reasoned=True,
    )
    def abandon(self, context: Context) -> None:
        self.outcome = ReviewOutcome.ABANDONED
        self.decided_on = context.today
        self.decision_reasons = context.reason
        self.closed_at = context.at

    @law(
        source=S.CLOSED,
        target=S.CLOSED,
        label="Vérifier l’effet des corrections",
        done="Effet des corrections vérifié",
        policy=OversightRules.reviewer_in_charge,
        takes=EffectChecks,
        guards=[OversightRules.effect_to_check, OversightRules.effects_told],
        effects=[OversightRules.write_effects],
        silent=True,
    )
    def check_effect(self, context: Context) -> None:
        """Later, once: does it last? What does not last is the matter of another review."""
        self.effect_due_on = None
