"""Whatever happens, in whatever order: a recognition is what its reviews and time made of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from directory.recognitions.operations import apply_time
from labelling.oversight.reviews.enums import SANCTIONS, ReviewOutcome, ReviewState
from labelling.oversight.reviews.inputs import FindingKey
from labelling.oversight.reviews.models import ComplianceReview, Finding
from labelling.oversight.reviews.policies import ENDED_BY_THE_CRESS
from tests import factories
from tests.labelling.oversight import making
from workflows.actors import Actor
from workflows.background.ticking import run_tick
from workflows.engine import perform
from workflows.verdicts import Refusal

pytestmark = pytest.mark.django_db
STEPS = (
    making.write,
    making.file,
    making.notify,
    making.answer,
    making.plan,
    making.correct,
    making.close,
    making.refer,
    making.deliberate,
    making.appeal,
    making.ask_lifting,
)
OUTCOMES = [proposal.key for proposal in ComplianceReview.proposals]


class Oversight(RuleBasedStateMachine):
    """One label, its reviews one after the other, people who try anything at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now: datetime = timezone.now()
        self.label: Recognition = making.recognition()
        self.review = making.opened(self.label, at=self.now)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def attempt(self, act: Any, *args: Any) -> None:
        """A refusal is an answer."""
        self.review = ComplianceReview.objects.get(pk=self.review.pk)
        try:
            with transaction.atomic():
                act(*args)
        except Refusal:
            return

    @rule(step=st.sampled_from(STEPS))
    def somebody_acts(self, step: Any) -> None:
        self.attempt(step, self.review, self.now)

    @rule()
    def the_cress_drops_it(self) -> None:
        """Each of what it wrote, what it did not, then the review itself."""
        self.review = ComplianceReview.objects.get(pk=self.review.pk)
        lead, boss = making.reviewer(self.review), Actor.of(factories.manager())
        for pk in self.review.findings.standing().values_list("pk", flat=True):
            self.attempt(
                lambda key=pk: perform(
                    self.review, "remove_finding", actor=lead, data=FindingKey(key), at=self.now
                )
            )
        self.attempt(
            lambda: perform(self.review, "abandon", actor=boss, reason="Assez.", at=self.now)
        )

    @rule(outcome=st.sampled_from(OUTCOMES))
    def the_committee_decides(self, outcome: str) -> None:
        self.attempt(making.decide(outcome), self.review, self.now)

    @rule()
    def another_review_is_opened(self) -> None:
        def opening() -> None:
            self.review = making.opened(Recognition.objects.get(pk=self.label.pk), at=self.now)

        self.attempt(opening)

    @rule(days=st.sampled_from([1, 16, 45, 100, 200]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        run_tick(self.now)
        apply_time(self.now)

    @invariant()
    def no_sanction_came_before_its_notice_was_over(self) -> None:
        for review in ComplianceReview.objects.filter(outcome__in=SANCTIONS):
            assert review.notice_until
            assert review.decided_on
            assert review.decided_on > review.notice_until

    @invariant()
    def what_is_suspended_or_withdrawn_is_so_by_a_review_that_says_it(self) -> None:
        label = Recognition.objects.get(pk=self.label.pk)
        says = {
            RecognitionState.SUSPENDED: ReviewOutcome.SUSPENDED,
            RecognitionState.WITHDRAWN: ReviewOutcome.WITHDRAWN,
        }
        if label.state in says:
            assert label.sanction_id
            review = ComplianceReview.objects.get(pk=label.sanction_id)
            stands = review.first_outcome if review.state != ReviewState.CLOSED else review.outcome
            assert says[RecognitionState(label.state)] in (stands, review.outcome)

    @invariant()
    def no_suspension_outlasts_its_term(self) -> None:
        label = Recognition.objects.get(pk=self.label.pk)
        if label.state == RecognitionState.SUSPENDED:
            assert label.suspension_due_on
            assert label.suspension_due_on >= timezone.localdate(self.now)

    @invariant()
    def an_appeal_is_formed_once_and_its_first_decision_stays(self) -> None:
        for review in ComplianceReview.objects.filter(appealed_on__isnull=False):
            assert review.history.filter(transition="appeal").count() == 1
            assert review.first_outcome
            assert review.first_reasons

    @invariant()
    def what_the_monitor_found_is_taken_off_by_nobody_and_answered(self) -> None:
        for finding in Finding.objects.filter(independent=True).select_related("review"):
            assert finding.removed_on is None
            if finding.is_open:
                assert finding.review.outcome not in ENDED_BY_THE_CRESS

    @invariant()
    def the_public_page_never_contradicts_it(self) -> None:
        label = Recognition.objects.get(pk=self.label.pk)
        rows = label.history.order_by("-history_id")
        assert rows.values_list("state", flat=True).first() == label.state


def test_the_invariants_hold_whatever_is_tried() -> None:
    run_state_machine_as_test(
        Oversight,
        settings=settings(
            max_examples=6,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
