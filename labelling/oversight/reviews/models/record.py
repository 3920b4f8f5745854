"""What a compliance review holds, and what the database keeps true of it."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case as Choice
from django.db.models import F, Q, Value, When
from django.urls import reverse

from directory.charters.models import Signature
from directory.organisations.models import Organisation
from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from labelling.oversight.reviews.enums import (
    OPEN,
    AppealOutcome,
    Question,
    ReviewOrigin,
    ReviewOutcome,
    ReviewState,
)
from labelling.oversight.reviews.models.proposals import (
    ANNUL,
    ANSWERS,
    LIGHTER,
    PROPOSALS,
    REFERABLE,
    UPHOLD,
)
from labelling.oversight.reviews.models.querysets import ReviewQuerySet
from workflows.deliberation import Deliberated, Proposal
from workflows.lifecycles import State, StateField, state_is_known
from workflows.models import Case
from workflows.pages.remarks import sittings_to_come

S = ReviewState
# After every other: nothing runs.
DATELESS = date(9999, 12, 31)
ORGANISATION, CRESS, COMMITTEE = "l’organisation", "la CRESS", "le comité"
AFTERWARDS = "l’organisation, un recours\u00a0; la CRESS, l’effet des corrections"


class ReviewRecord(Deliberated, Case):
    """The facts of a review. A delay that runs is a date: another setting moves no right open.

    `account` is why it is opened, in words that the organisation reads. From `notified_on`, it has
    until `answer_due_on` to answer, which the direction may put off; `notice_until` is the last day
    of the notice, before which nothing can be decided against it, and does not move.

    `outcome` is how it ended, and what still stands; once contested, `first_outcome` and what comes
    with it keep what was decided first. `interim_until` is the last day of an urgent suspension,
    `suspension_months` and `lifting_conditions` are the terms of the one that may be decided.
    """

    STATES = (
        State(S.OPENED, S.OPENED.label, "info", "search", awaits=CRESS),
        State(S.AWAITING_ANSWER, S.AWAITING_ANSWER.label, "wait", "clock", awaits=ORGANISATION),
        State(S.UNDER_ASSESSMENT, S.UNDER_ASSESSMENT.label, "info", "search", awaits=CRESS),
        State(S.CORRECTIVE_ACTION, S.CORRECTIVE_ACTION.label, "wait", "alert", awaits=ORGANISATION),
        State(S.REFERRED, S.REFERRED.label, "info", "inbox", awaits=COMMITTEE),
        State(S.IN_DELIBERATION, S.IN_DELIBERATION.label, "vote", "ballot", awaits=COMMITTEE),
        State(S.APPEALED, S.APPEALED.label, "vote", "scale", awaits=COMMITTEE),
        State(S.CLOSED, S.CLOSED.label, "mute", "archive", awaits=AFTERWARDS),
    )
    BIRTHS = {"open": S.OPENED}
    ACTIONS = {"open": "Contrôle ouvert"}
    ERASABLE: ClassVar[tuple[str, ...]] = (
        "account",
        "lifting_conditions",
        "referral_reasons",
        "decision_reasons",
        "first_reasons",
        "appeal_grounds",
        "lifting_account",
        "interim_reasons",
    )
    DERIVED: ClassVar[tuple[str, ...]] = ("due_on",)
    flow = "labelling.oversight.reviews.flows.ReviewFlow"
    entry = "enter_deliberation"
    feminine = False
    proposals = PROPOSALS
    series = "CTR"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reviews")
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="reviews")
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="reviews")
    origin = models.CharField("origine", max_length=20, choices=ReviewOrigin.choices)
    account = models.TextField("pourquoi ce contrôle")
    state = StateField(choices=S.choices, default=S.OPENED)

    notified_on = models.DateField("notifié le", null=True, blank=True)
    notice_until = models.DateField("rien n’est décidé avant la fin du", null=True, blank=True)
    answer_due_on = models.DateField("réponse au plus tard le", null=True, blank=True)
    answered_on = models.DateField("réponse reçue le", null=True, blank=True)
    lapsed_on = models.DateField("silence constaté le", null=True, blank=True)
    corrections_due_on = models.DateField("corrections au plus tard le", null=True, blank=True)

    proposed = models.CharField(
        "proposition au comité",
        max_length=30,
        blank=True,
        choices=[(proposal.key, proposal.label) for proposal in REFERABLE],
    )
    referral_reasons = models.TextField("motifs de la transmission", blank=True)
    suspension_months = models.PositiveSmallIntegerField(
        "durée d’une suspension, en mois", null=True, blank=True
    )
    lifting_conditions = models.TextField("ce qui lèverait la suspension", blank=True)

    outcome = models.CharField("issue", max_length=20, blank=True, choices=ReviewOutcome.choices)
    decided_on = models.DateField("décidé le", null=True, blank=True)
    decision_reasons = models.TextField("motifs de la décision", blank=True)
    appealable_until = models.DateField("recours possible jusqu’au", null=True, blank=True)
    effect_due_on = models.DateField("effet à vérifier à partir du", null=True, blank=True)

    interim_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="suspension urgente prononcée par",
    )
    interim_on = models.DateField("suspension urgente le", null=True, blank=True)
    interim_until = models.DateField("suspension urgente jusqu’au", null=True, blank=True)
    interim_reasons = models.TextField("motifs de l’urgence", blank=True)

    appealed_on = models.DateField("recours formé le", null=True, blank=True)
    appeal_grounds = models.TextField("motifs du recours", blank=True)
    first_outcome = models.CharField(
        "première décision", max_length=20, blank=True, choices=ReviewOutcome.choices
    )
    first_decided_on = models.DateField("première décision le", null=True, blank=True)
    first_reasons = models.TextField("motifs de la première décision", blank=True)
    appeal_outcome = models.CharField(
        "issue du recours", max_length=20, blank=True, choices=AppealOutcome.choices
    )

    lifting_asked_on = models.DateField("levée demandée le", null=True, blank=True)
    lifting_account = models.TextField("ce qui justifie la levée", blank=True)

    # The day by which somebody must act, for the CRESS's list; DATELESS when nothing runs.
    due_on = models.GeneratedField(
        expression=Choice(
            When(state=S.AWAITING_ANSWER, then=F("answer_due_on")),
            When(state=S.CORRECTIVE_ACTION, then=F("corrections_due_on")),
            When(state=S.CLOSED, effect_due_on__isnull=False, then=F("effect_due_on")),
            default=Value(DATELESS),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )

    objects: ClassVar = ReviewQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = "contrôle"
        indexes = [
            models.Index(fields=["state", "due_on", "case_ptr"], name="review_by_state"),
            models.Index(
                fields=["due_on", "case_ptr"],
                condition=Q(state__in=OPEN),
                name="review_under_way",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=state_is_known(S), name="review_state_known"),
            models.CheckConstraint(
                condition=state_is_known(ReviewOrigin, "origin"), name="review_origin_known"
            ),
            models.CheckConstraint(condition=~Q(account=""), name="review_accounted"),
            # What is contested or suspended waits beside: a review leads to one decision.
            models.UniqueConstraint(
                fields=["recognition"],
                condition=Q(state__in=OPEN, outcome=""),
                name="one_open_review",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.OPENED, S.CLOSED])
                | Q(answer_due_on__gte=F("notice_until"), notice_until__gt=F("notified_on")),
                name="review_notice_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.CORRECTIVE_ACTION) | Q(corrections_due_on__isnull=False),
                name="review_corrections_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.CLOSED) | Q(outcome__in=ReviewOutcome.values),
                name="review_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["warned", "suspended", "withdrawn"])
                | (
                    ~Q(decision_reasons="")
                    & Q(
                        decided_on__gt=F("notice_until"),
                        appealable_until__gte=F("decided_on"),
                    )
                ),
                name="review_sanction_after_notice",
            ),
            models.CheckConstraint(
                condition=Q(appealed_on__isnull=True)
                | (~Q(appeal_grounds="") & ~Q(first_outcome="")),
                name="review_appeal_grounded",
            ),
            models.CheckConstraint(
                condition=Q(interim_on__isnull=True, interim_until__isnull=True)
                | (Q(interim_until__gte=F("interim_on")) & ~Q(interim_reasons="")),
                name="review_interim_bounded",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("oversight:review", args=[self.pk])

    @property
    def concerned_organisation_id(self) -> int:
        return self.organisation_id

    @property
    def question(self) -> Question:
        """What the committee is asked, now or the next time."""
        if self.appealed_on and not self.appeal_outcome:
            return Question.APPEAL
        return Question.LIFTING if self.outcome else Question.FIRST

    def next_decision_day(self, today: date) -> date | None:
        """The next session that this review may be put to, once its notice is over."""
        notice: Any = self.notice_until
        days = (
            sitting.day
            for sitting in sittings_to_come(today)
            if sitting.ready_by >= today and sitting.day > notice
        )
        return next(days, None)

    @property
    def on_offer(self) -> tuple[Proposal, ...]:
        """What answers the question; what the reviewer proposes comes first."""
        if self.question == Question.APPEAL:
            return (UPHOLD, ANNUL, *LIGHTER[ReviewOutcome(self.first_outcome)])
        answers = ANSWERS[self.question]
        return tuple(sorted(answers, key=lambda proposal: proposal.key != self.proposed))

    @property
    def contested(self) -> list[str]:
        """On an appeal alone: whoever suspended may well lift, nobody judges their own decision."""
        return super().contested if self.question == Question.APPEAL else []

    def may_be_contested(self, today: date) -> bool:
        """Whether its delay for that still runs."""
        return self.appealable_until is not None and today <= self.appealable_until

    @property
    def decided_words(self) -> str:
        """What became of it, in a word: of the appeal once there was one."""
        return str(self.get_appeal_outcome_display() or self.get_outcome_display())

    @property
    def suspends(self) -> bool:
        """Whether the recognition is suspended, and by this review; `recognition` is read."""
        found = self.recognition
        return found.state == RecognitionState.SUSPENDED and found.sanction_id == self.pk

    @property
    def interim_holds(self) -> bool:
        """Whether an urgent suspension is what suspends the recognition; `recognition` is read."""
        return bool(self.interim_on and not self.outcome and self.suspends)
