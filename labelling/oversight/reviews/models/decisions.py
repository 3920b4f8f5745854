"""What the committee does to a review: it decides, hears an appeal, lifts a suspension."""

from directory.delays.in_force import delay
from directory.rulebook import DirectoryRules
from labelling.oversight.reviews.enums import (
    AppealOutcome,
    Question,
    ReviewOutcome,
    ReviewState,
)
from labelling.oversight.reviews.models.record import ReviewRecord
from labelling.oversight.rulebook import OversightRules
from workflows.lifecycles import law
from workflows.rules import Context

S = ReviewState


class Decided(ReviewRecord):
    """The part of the law that is the committee's, and what leads to it again."""

    class Meta(ReviewRecord.Meta):
        abstract = True

    @law(
        source=[S.REFERRED, S.APPEALED],
        target=S.IN_DELIBERATION,
        label="Ouvrir la délibération",
        done="Délibération ouverte",
        policy=OversightRules.open_deliberation,
        guards=[OversightRules.notice_over],
        silent=True,
    )
    def enter_deliberation(self, context: Context) -> None:
        """Opened by an item of an open session, never by hand."""

    @law(
        source=S.IN_DELIBERATION,
        target=S.CLOSED,
        label="Classer sans sanction",
        done="Contrôle classé sans sanction par le comité",
        policy=OversightRules.committee_decision,
        guards=[OversightRules.notice_over, OversightRules.answers_the_question],
        effects=[OversightRules.carry_sanction_out],
        reasoned=True,
    )
    def dismiss(self, context: Context) -> None:
        self._decide(ReviewOutcome.DISMISSED, context)

    @law(
        source=S.IN_DELIBERATION,
        target=S.CLOSED,
        label="Avertir",
        done="Avertissement du comité",
        policy=OversightRules.committee_decision,
        guards=[OversightRules.notice_over, OversightRules.answers_the_question],
        effects=[OversightRules.carry_sanction_out],
        reasoned=True,
    )
    def warn(self, context: Context) -> None:
        self._decide(ReviewOutcome.WARNED, context)

    @law(
        source=S.IN_DELIBERATION,
        target=S.CLOSED,
        label="Suspendre la reconnaissance",
        done="Suspension décidée par le comité",
        policy=OversightRules.committee_decision,
        guards=[
            OversightRules.notice_over,
            OversightRules.answers_the_question,
            OversightRules.recognition_live,
        ],
        effects=[OversightRules.carry_sanction_out],
        reasoned=True,
    )
    def suspend(self, context: Context) -> None:
        """For the months, and until the conditions, that the referral says."""
        self._decide(ReviewOutcome.SUSPENDED, context)

    @law(
        source=S.IN_DELIBERATION,
        target=S.CLOSED,
        label="Retirer la reconnaissance",
        done="Retrait décidé par le comité",
        policy=OversightRules.committee_decision,
        guards=[
            OversightRules.notice_over,
            OversightRules.answers_the_question,
            OversightRules.recognition_live,
        ],
        effects=[OversightRules.carry_sanction_out],
        reasoned=True,
    )
    def withdraw_recognition(self, context: Context) -> None:
        self._decide(ReviewOutcome.WITHDRAWN, context)

    @law(
        source=[S.CLOSED, S.REFERRED],
        target=S.APPEALED,
        label="Former un recours",
        done="Recours formé",
        policy=DirectoryRules.organisation_representative,
        guards=[
            OversightRules.sanction_contestable,
            DirectoryRules.representative_verified,
        ],
        reasoned=True,
    )
    def appeal(self, context: Context) -> None:
        """Once, within the delay, even while the lifting of the suspension is asked for."""
        self.appealed_on = context.today
        self.appeal_grounds = context.reason
        self.first_outcome, self.first_decided_on = self.outcome, self.decided_on
        self.first_reasons = self.decision_reasons
        self.lifting_asked_on = None
        self.closed_at = None

    @law(
        source=S.IN_DELIBERATION,
        target=S.CLOSED,
        label="Maintenir la décision",
        done="Décision maintenue par le comité",
        policy=OversightRules.committee_decision,
        guards=[OversightRules.answers_the_question],
        reasoned=True,
    )
    def uphold(self, context: Context) -> None:
        """What was decided first stands; the reasons are those of the appeal."""
        self.appeal_outcome = AppealOutcome.UPHELD
        self.decision_reasons = context.reason
        self.closed_at = context.at

    @law(
        source=S.IN_DELIBERATION,
        target=S.CLOSED,
        label="Annuler la décision",
        done="Décision annulée par le comité",
        policy=OversightRules.committee_decision,
        guards=[OversightRules.answers_the_question],
        effects=[OversightRules.carry_sanction_out],
        reasoned=True,
    )
    def annul(self, context: Context) -> None:
        """The recognition is again what it would be without that decision."""
        self._decide(ReviewOutcome.DISMISSED, context)
        self.appeal_outcome = AppealOutcome.ANNULLED

    @law(
        source=S.CLOSED,
        target=S.REFERRED,
        label="Demander la levée de la suspension",
        done="Levée de la suspension demandée",
        policy=OversightRules.party_or_time,
        guards=[OversightRules.suspension_liftable],
        reasoned=True,
    )
    def ask_lifting(self, context: Context) -> None:
        """By the organisation or the CRESS, with what shows that its conditions are met.

        By time ahead of its term: the committee says what it makes of it before it ends by itself.
        """
        self.lifting_asked_on = context.today
        self.lifting_account = context.reason
        self.closed_at = None

    @law(
        source=S.IN_DELIBERATION,
        target=S.CLOSED,
        label="Lever la suspension",
        done="Suspension levée par le comité",
        policy=OversightRules.committee_decision,
        guards=[OversightRules.answers_the_question, OversightRules.still_suspended],
        effects=[OversightRules.carry_sanction_out],
        reasoned=True,
    )
    def lift(self, context: Context) -> None:
        self.closed_at = context.at

    @law(
        source=S.IN_DELIBERATION,
        target=S.CLOSED,
        label="Maintenir la suspension jusqu’à son terme",
        done="Suspension maintenue jusqu’à son terme par le comité",
        policy=OversightRules.committee_decision,
        guards=[OversightRules.answers_the_question],
        reasoned=True,
    )
    def keep_suspended(self, context: Context) -> None:
        """No longer than decided: its term does not move."""
        self.closed_at = context.at

    @law(
        source=S.REFERRED,
        target=S.CLOSED,
        label="Constater la fin de la suspension",
        done="Suspension arrivée à son terme avant la levée demandée",
        policy=DirectoryRules.time,
        guards=[OversightRules.nothing_to_lift],
    )
    def lapse_lifting(self, context: Context) -> None:
        """It ended by itself: there is nothing to lift any more."""
        self.closed_at = context.at

    def _decide(self, outcome: ReviewOutcome, context: Context) -> None:
        """Write what stands now. On an appeal, the delay to contest is spent."""
        if self.question == Question.APPEAL:
            self.appeal_outcome = AppealOutcome.AMENDED
        self.outcome = outcome
        self.decided_on = context.today
        self.decision_reasons = context.reason
        self.appealable_until = delay("appeal_months", on=context.today).after(context.today)
        self.closed_at = context.at
