"""What the committee decides, what follows at once, what an appeal undoes, what time ends."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from labelling.oversight.reviews import effects
from labelling.oversight.reviews.enums import AppealOutcome, ReviewOutcome, ReviewState
from labelling.oversight.reviews.inputs import FindingAnswer
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.rulebook import OversightRules
from tests import factories
from tests.labelling.oversight import making
from workflows.actors import Actor
from workflows.background.ticking import run_tick
from workflows.engine import perform
from workflows.pages import remarks
from workflows.pages.remarks import Sitting
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db
S = ReviewState
NOW = timezone.now


def codes(refusal: "pytest.ExceptionInfo[Refused]") -> list[str]:
    return [unmet.code for unmet in refusal.value.unmet]


def decide(review: ComplianceReview, outcome: str, at: datetime | None = None) -> None:
    making.decide(outcome)(review, at or NOW())


def now_of(review: ComplianceReview) -> Recognition:
    return Recognition.objects.get(pk=review.recognition_id)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> date:
    """The committee sits in six weeks."""
    day = timezone.localdate() + timedelta(days=42)
    monkeypatch.setattr(remarks, "_calendars", [lambda today: [Sitting(day, day)]])
    return day


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("dismissed", RecognitionState.ACTIVE),
        ("warned", RecognitionState.ACTIVE),
        ("suspended", RecognitionState.SUSPENDED),
        ("withdrawn", RecognitionState.WITHDRAWN),
    ],
)
def test_what_is_decided_is_done_in_the_same_transaction(outcome: str, state: str) -> None:
    review = making.review(outcome)
    assert (review.state, review.outcome) == (S.CLOSED, outcome)
    assert now_of(review).state == state
    if state == RecognitionState.SUSPENDED:
        assert now_of(review).sanction_id == review.pk
    removals = review.recognition.logo_removals.count()
    assert removals == (0 if state == RecognitionState.ACTIVE else 1)


def test_no_sanction_before_the_notice_is_over() -> None:
    """Neither by the law, nor by the database."""
    review = making.opened()
    making.write(review, NOW())
    making.notify(review, NOW())
    making.answer(review, NOW())
    making.refer(review, NOW())
    with pytest.raises(Refused) as refusal:
        making.deliberate(review, NOW())
    assert codes(refusal) == ["notice_running"]
    making.deliberate(review, NOW() + timedelta(days=16))
    for outcome in ("warn", "suspend", "withdraw_recognition"):
        with pytest.raises(Refused) as refusal:
            decide(review, outcome)
        assert codes(refusal) == ["notice_running"]
    early = ComplianceReview.objects.filter(pk=review.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        early.update(
            outcome="warned",
            decided_on=review.notified_on,
            decision_reasons="Trop tôt.",
            appealable_until=review.notified_on,
        )


def test_a_committee_does_not_answer_another_question() -> None:
    review = making.review(S.IN_DELIBERATION)
    assert [proposal.key for proposal in review.on_offer] == [
        "suspend",  # what the reviewer proposes comes first
        "dismiss",
        "warn",
        "withdraw_recognition",
    ]
    for outcome in ("uphold", "annul", "keep_suspended"):
        with pytest.raises(Refused) as refusal:
            decide(review, outcome)
        assert "off_question" in codes(refusal)


def test_a_recognition_that_ended_meanwhile_is_not_sanctioned() -> None:
    review = making.review(S.IN_DELIBERATION)
    perform(review.recognition, "renounce", actor=making.holder(review), reason="Nous partons.")
    for outcome in ("suspend", "withdraw_recognition"):
        with pytest.raises(Refused) as refusal:
            decide(review, outcome)
        assert codes(refusal) == ["recognition_over"]
    decide(review, "dismiss")
    assert now_of(review).state == RecognitionState.RENOUNCED


@pytest.mark.parametrize("step", ["_move", "carry_sanction_out"])
def test_a_decision_whose_consequences_fail_decides_nothing(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both, or neither: before the recognition moves, and after."""
    review = making.review(S.IN_DELIBERATION)

    def broken(*args: Any) -> None:
        if step == "carry_sanction_out":
            effects.carry_sanction_out(args[0])
        raise RuntimeError("the power goes off")

    if step == "_move":
        monkeypatch.setattr(effects, "_move", broken)
    else:
        monkeypatch.setattr(OversightRules.carry_sanction_out, "run", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        decide(review, "withdraw_recognition")
    fresh = ComplianceReview.objects.get(pk=review.pk)
    assert (fresh.state, fresh.outcome) == (S.IN_DELIBERATION, "")
    assert now_of(review).state == RecognitionState.ACTIVE
    assert not review.recognition.logo_removals.exists()


def test_an_appeal_is_its_representative_s_once_and_in_time() -> None:
    review = making.review("warned")
    with pytest.raises(Forbidden):
        perform(review, "appeal", actor=Actor.of(factories.representative()), reason="Non.")
    assert review.appealable_until
    late = NOW() + (review.appealable_until - timezone.localdate()) + timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        making.appeal(review, late)
    assert codes(refusal) == ["appeal_too_late"]
    making.appeal(review, NOW())
    making.deliberate(review, NOW())
    decide(review, "uphold")
    assert (review.outcome, review.appeal_outcome) == ("warned", AppealOutcome.UPHELD)
    with pytest.raises(Refused) as refusal:
        making.appeal(review, NOW())
    assert codes(refusal) == ["appealed_once"]


@pytest.mark.parametrize("outcome", ["dismissed", "corrected"])
def test_without_a_sanction_there_is_nothing_to_contest(outcome: str) -> None:
    review = making.review(outcome)
    with pytest.raises(Refused) as refusal:
        making.appeal(review, NOW())
    assert codes(refusal) == ["no_sanction"]


@pytest.mark.parametrize("outcome", ["suspended", "withdrawn"])
def test_annulled_the_recognition_is_what_it_was_and_the_first_decision_stays(
    outcome: str,
) -> None:
    review = making.review(outcome)
    making.appeal(review, NOW())
    making.deliberate(review, NOW())
    decide(review, "annul")
    assert (review.outcome, review.appeal_outcome) == ("dismissed", AppealOutcome.ANNULLED)
    assert (review.first_outcome, review.first_reasons) == (outcome, "Motifs du comité.")
    label = now_of(review)
    assert (label.state, label.ended_on, label.sanction) == (RecognitionState.ACTIVE, None, None)
    assert label.logo_removals.get().state == "lifted"


def test_an_appeal_may_lighten_and_never_makes_it_heavier() -> None:
    review = making.review("suspended")
    making.appeal(review, NOW())
    making.deliberate(review, NOW())
    assert [proposal.key for proposal in review.on_offer] == ["uphold", "annul", "warn"]
    with pytest.raises(Refused):
        decide(review, "withdraw_recognition")
    decide(review, "warn")
    assert (review.outcome, review.appeal_outcome) == ("warned", AppealOutcome.AMENDED)
    assert now_of(review).state == RecognitionState.ACTIVE


def test_a_withdrawal_may_become_a_suspension() -> None:
    review = making.review("withdrawn")
    making.appeal(review, NOW())
    making.deliberate(review, NOW())
    decide(review, "suspend")
    assert now_of(review).state == RecognitionState.SUSPENDED


def test_a_suspension_is_lifted_by_a_decision_by_those_who_suspended_too() -> None:
    review = making.review("lifting")
    assert review.contested == []
    making.deliberate(review, NOW())
    assert [proposal.key for proposal in review.on_offer] == ["lift", "keep_suspended"]
    decide(review, "lift")
    assert review.state == S.CLOSED
    assert now_of(review).state == RecognitionState.ACTIVE


def test_an_appeal_excludes_those_who_voted() -> None:
    review = making.review(S.APPEALED)
    assert review.contested == ["warn", "suspend", "withdraw_recognition"]


def test_the_right_to_appeal_outlives_a_lifting_that_is_asked_for() -> None:
    review = making.review("lifting")
    making.appeal(review, NOW())
    assert (review.state, review.lifting_asked_on) == (S.APPEALED, None)


def test_a_suspension_is_asked_about_ahead_and_ends_by_itself() -> None:
    review = making.review("suspended")
    due_on = now_of(review).suspension_due_on
    assert due_on
    ahead = NOW() + (due_on - timezone.localdate()) - timedelta(days=40)
    assert run_tick(ahead)["suspensions"]["asked"] == 1
    assert run_tick(ahead)["suspensions"]["asked"] == 0
    review.refresh_from_db()
    assert review.state == S.REFERRED
    after = NOW() + (due_on - timezone.localdate()) + timedelta(days=1)
    run_tick(after)
    run_tick(after)
    review.refresh_from_db()
    assert (review.state, now_of(review).state) == (S.CLOSED, RecognitionState.ACTIVE)
    with pytest.raises(Refused) as refusal:
        making.ask_lifting(review, after)
    assert codes(refusal) == ["suspension_over"]


def test_lifting_what_has_lapsed_is_refused() -> None:
    review = making.review("lifting")
    making.deliberate(review, NOW())
    due_on = now_of(review).suspension_due_on
    assert due_on
    run_tick(NOW() + (due_on - timezone.localdate()) + timedelta(days=1))
    review = ComplianceReview.objects.get(pk=review.pk)
    with pytest.raises(Refused) as refusal:
        decide(review, "lift")
    assert codes(refusal) == ["suspension_over"]


def urgent(review: ComplianceReview, boss: Actor | None = None) -> ComplianceReview:
    actor = boss or Actor.of(factories.manager())
    return perform(review, "suspend_urgently", actor=actor, reason="Le public est trompé.")


def test_in_an_emergency_the_direction_suspends_until_the_next_session(session: date) -> None:
    review = making.review(S.AWAITING_ANSWER)
    with pytest.raises(Forbidden):
        urgent(review, making.reviewer(review))
    urgent(review)
    label = now_of(review)
    assert (label.state, label.suspension_due_on) == (RecognitionState.SUSPENDED, session)
    with pytest.raises(Refused) as refusal:
        urgent(review)
    assert codes(refusal) == ["interim_once", "not_active"]
    # Nobody decided: it is over the day after, and the CRESS alone does not begin again.
    run_tick(NOW() + timedelta(days=43))
    assert now_of(review).state == RecognitionState.ACTIVE
    review.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        urgent(review)
    assert codes(refusal) == ["interim_once"]


def test_without_a_session_there_is_no_emergency() -> None:
    review = making.review(S.AWAITING_ANSWER)
    with pytest.raises(Refused) as refusal:
        urgent(review)
    assert codes(refusal) == ["no_session"]


def test_before_it_is_notified_there_is_no_emergency_either(session: date) -> None:
    review = making.review(S.OPENED)
    with pytest.raises(Stale):
        urgent(review)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("suspend", RecognitionState.SUSPENDED),
        ("dismiss", RecognitionState.ACTIVE),
        ("warn", RecognitionState.ACTIVE),
        ("withdraw_recognition", RecognitionState.WITHDRAWN),
    ],
)
def test_the_session_confirms_it_or_lifts_it(session: date, outcome: str, state: str) -> None:
    review = making.review(S.REFERRED)
    urgent(review)
    making.deliberate(review, NOW())
    decide(review, outcome)
    label = now_of(review)
    assert label.state == state
    if outcome == "suspend":
        assert label.suspension_due_on
        assert label.suspension_due_on > session


def test_the_review_that_is_closed_takes_its_emergency_along(session: date) -> None:
    review = making.review(S.UNDER_ASSESSMENT)
    urgent(review)
    making.close(review, NOW())
    assert review.outcome == ReviewOutcome.CORRECTED
    assert now_of(review).state == RecognitionState.ACTIVE


def test_once_decided_a_finding_is_answered_by_an_appeal() -> None:
    review = making.review("lifting")
    data = FindingAnswer(making.finding(review).pk, "Encore un mot.")
    with pytest.raises(Refused) as refusal:
        perform(review, "answer_finding", actor=making.holder(review), data=data)
    assert codes(refusal) == ["decided"]
