"""A review from its opening to its end: what each side may do, and what is refused to it."""

from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from directory.recognitions.enums import RecognitionState
from labelling.oversight.reviews.enums import (
    Conclusion,
    Grade,
    ReviewOrigin,
    ReviewOutcome,
    ReviewState,
)
from labelling.oversight.reviews.inputs import (
    AnswerDelay,
    EffectChecks,
    FindingAnswer,
    FindingConclusion,
    FindingEntry,
    FindingKey,
    PlannedCorrection,
)
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.operations import open_review, write_finding
from tests import factories, sanctions
from tests.directory.making import logged_in
from tests.files import pdf
from tests.labelling.oversight import making
from tests.scenes.scene import again
from workflows.access import CaseRules
from workflows.actors import Actor
from workflows.background.ticking import run_tick
from workflows.correspondence import files
from workflows.correspondence.files import attach_files
from workflows.engine import perform
from workflows.models import Task
from workflows.verdicts import Forbidden, Refused

pytestmark = pytest.mark.django_db
S = ReviewState


def codes(refusal: "pytest.ExceptionInfo[Refused]") -> list[str]:
    return [unmet.code for unmet in refusal.value.unmet]


def asked(review: object) -> tuple[str, str]:
    task = Task.objects.open().requests().get(process__case=review)
    return task.asks, task.audience


def test_it_is_opened_under_a_number_and_asked_of_its_reviewer() -> None:
    review = making.opened()
    assert review.reference == f"CTR-{timezone.localdate().year}-0001"
    assert review.signature == review.recognition.signature
    assert asked(review) == ("notify", f"user:{review.assignee_id}")


def test_of_a_recognition_that_is_over_it_is_refused() -> None:
    label = sanctions.withdraw(making.recognition())
    # The review that withdrew it is open still: what is over is said first.
    with pytest.raises(Refused) as refusal:
        making.opened(label)
    assert codes(refusal) == ["recognition_over"]


def test_one_at_a_time_and_the_other_is_shown() -> None:
    review = making.opened()
    with pytest.raises(Refused) as refusal:
        making.opened(review.recognition)
    assert codes(refusal) == ["under_review"]
    assert refusal.value.unmet[0].url == review.get_absolute_url()


def test_whoever_acts_for_the_organisation_does_not_review_it() -> None:
    label, linked = making.recognition(), factories.manager()
    factories.membership(linked, label.organisation)
    with pytest.raises(Refused) as refusal:
        making.opened(label, reviewer=linked)
    assert codes(refusal) == ["may_not"]
    with pytest.raises(Forbidden):
        open_review(
            label, origin=ReviewOrigin.SURVEILLANCE, account="Un doute.", actor=Actor.of(linked)
        )


def test_a_commitment_that_the_signed_version_does_not_have_is_refused() -> None:
    review = making.opened()
    entry = FindingEntry("loyalty", "Rien à voir.", Grade.MINOR)
    with pytest.raises(Refused) as refusal:
        write_finding(review, entry=entry, actor=making.reviewer(review))
    assert codes(refusal) == ["not_signed"]
    assert not review.findings.exists()


def test_nothing_is_notified_without_a_finding() -> None:
    review = making.opened()
    with pytest.raises(Refused) as refusal:
        perform(review, "notify", actor=making.reviewer(review))
    assert codes(refusal) == ["no_finding"]


def test_the_organisation_reads_it_once_it_is_notified() -> None:
    review = making.opened()
    person = making.holder(review)
    assert not CaseRules.read_case.verdict(person, review).permitted
    making.write(review, timezone.now())
    making.notify(review, timezone.now())
    assert CaseRules.read_case.verdict(person, review).permitted
    assert review.answer_due_on == timezone.localdate() + timedelta(days=15)


def test_the_files_of_a_finding_that_was_removed_are_not_the_organisation_s_to_read() -> None:
    review = making.opened()
    making.write(review, timezone.now())
    slot = making.finding(review).evidence_slot
    lead = making.reviewer(review)
    [kept_out] = attach_files(review, slot=slot, uploads=[pdf("écarté.pdf")], actor=lead)
    perform(review, "remove_finding", actor=lead, data=FindingKey(making.finding(review).pk))
    making.write(review, timezone.now())
    slot = making.finding(review).evidence_slot
    attach_files(review, slot=slot, uploads=[pdf("montré.pdf")], actor=lead)
    making.notify(review, timezone.now())
    client = logged_in(making.holder(review).user)
    page = client.get(reverse("workflows:files", args=[review.pk]))
    assertContains(page, "montré.pdf")
    assertNotContains(page, "écarté.pdf")
    assert client.get(reverse("workflows:attachment", args=[kept_out.pk])).status_code == 404
    history = reverse("workflows:history", args=[review.pk])
    assertNotContains(client.get(history), "écarté.pdf")
    assertContains(logged_in(review.assignee).get(history), "écarté.pdf")


def test_no_file_is_added_to_a_finding_that_is_removed_meanwhile() -> None:
    """In another tab, after the first looked at where the file goes."""
    review = making.opened()
    making.write(review, timezone.now())
    found, lead = making.finding(review), making.reviewer(review)

    def removed_first(case: Any, name: str, **given: Any) -> Any:
        perform(again(case), "remove_finding", actor=lead, data=FindingKey(found.pk))
        return perform(case, name, **given)

    with mock.patch.object(files, "perform", removed_first), pytest.raises(Refused):
        attach_files(review, slot=found.evidence_slot, uploads=[pdf("tard.pdf")], actor=lead)
    assert not review.attachments.exists()


def test_every_finding_is_answered_before_the_answer_leaves() -> None:
    review = making.review(S.AWAITING_ANSWER)
    with pytest.raises(Refused) as refusal:
        perform(review, "answer", actor=making.holder(review))
    assert codes(refusal) == ["unanswered"]
    making.answer(review, timezone.now())
    assert review.state == S.UNDER_ASSESSMENT
    assert not making.finding(review).late


def test_silence_is_recorded_and_a_late_answer_is_kept_and_marked() -> None:
    review = making.review(S.AWAITING_ANSWER)
    after = timezone.now() + timedelta(days=16)
    assert run_tick(after)["time_outs"]["performed"] == 1
    review.refresh_from_db()
    assert (review.state, review.answered_on) == (S.UNDER_ASSESSMENT, None)
    assert review.lapsed_on == timezone.localdate(after)
    finding = making.finding(review)
    data = FindingAnswer(finding.pk, "Nous étions fermés.")
    perform(review, "answer_finding", actor=making.holder(review), data=data, at=after)
    finding.refresh_from_db()
    assert (finding.late, finding.answer) == (True, "Nous étions fermés.")
    with pytest.raises(Refused) as refusal:  # sent, it is not altered behind who read it
        perform(review, "answer_finding", actor=making.holder(review), data=data, at=after)
    assert codes(refusal) == ["answered"]


def test_the_direction_gives_more_time_and_says_why() -> None:
    review = making.review(S.AWAITING_ANSWER)
    notice = review.notice_until
    assert notice
    longer = AnswerDelay(notice + timedelta(days=10))
    boss = Actor.of(factories.manager())
    with pytest.raises(Refused):
        perform(review, "extend_delay", actor=boss, data=longer)
    perform(review, "extend_delay", actor=boss, data=longer, reason="Une fermeture annuelle.")
    assert (review.answer_due_on, review.notice_until) == (longer.due_on, notice)
    task = Task.objects.open().requests().get(process__case=review)
    assert task.due_at
    assert timezone.localdate(task.due_at) == longer.due_on
    shorter = AnswerDelay(notice)
    with pytest.raises(Refused) as refusal:
        perform(review, "extend_delay", actor=boss, data=shorter, reason="Finalement non.")
    assert codes(refusal) == ["delay_not_longer"]


def test_a_correction_is_due_within_ninety_days() -> None:
    review = making.review(S.UNDER_ASSESSMENT)
    finding, today = making.finding(review), timezone.localdate()
    with pytest.raises(Refused) as refusal:
        perform(review, "ask_correction", actor=making.reviewer(review))
    assert codes(refusal) == ["unplanned"]
    late = PlannedCorrection(finding.pk, "", "Dater.", "La direction", today + timedelta(days=91))
    with pytest.raises(Refused) as refusal:
        perform(review, "plan_correction", actor=making.reviewer(review), data=late)
    assert codes(refusal) == ["bad_date"]


def test_corrected_it_is_closed_so() -> None:
    review = making.review("corrected")
    assert (review.state, review.outcome) == (S.CLOSED, ReviewOutcome.CORRECTED)
    assert review.recognition.state == RecognitionState.ACTIVE
    assert not Task.objects.open().requests().filter(process__case=review).exists()


def closed_to_check(on: date) -> ComplianceReview:
    """Corrected, and to be looked at again on that day."""
    review = making.review(S.UNDER_ASSESSMENT)
    key, leads = making.finding(review).pk, making.reviewer(review)
    data = FindingConclusion(key, Conclusion.CORRECTED, "Le plan est daté.", on)
    perform(review, "conclude", actor=leads, data=data)
    return perform(review, "close", actor=leads, reason="Tout est corrigé.")


def test_whether_it_lasts_is_looked_at_on_its_day_once() -> None:
    day = timezone.now() + timedelta(days=60)
    review = closed_to_check(timezone.localdate(day))
    data = EffectChecks({making.finding(review).pk: (True, "Le plan est tenu.")})
    leads = making.reviewer(review)
    with pytest.raises(Refused) as refusal:
        perform(review, "check_effect", actor=leads, data=data)
    assert codes(refusal) == ["check_to_come"]
    with pytest.raises(Refused) as refusal:
        perform(review, "check_effect", actor=leads, data=EffectChecks(), at=day)
    assert codes(refusal) == ["unchecked"]
    perform(review, "check_effect", actor=leads, data=data, at=day)
    finding = making.finding(review)
    assert (finding.lasting, finding.effect_account) == (True, "Le plan est tenu.")
    assert not Task.objects.open().requests().filter(process__case=review).exists()
    with pytest.raises(Refused) as refusal:
        perform(review, "check_effect", actor=leads, data=data, at=day)
    assert codes(refusal) == ["nothing_to_check"]


def test_a_minor_finding_that_is_late_becomes_major_and_says_so() -> None:
    review = making.review(S.CORRECTIVE_ACTION)
    due_on = review.corrections_due_on
    assert due_on
    finding = making.finding(review)
    assert finding.grade == Grade.MINOR
    day = timezone.now() + (due_on - timezone.localdate()) + timedelta(days=1)
    run_tick(day)
    review.refresh_from_db()
    finding.refresh_from_db()
    assert review.state == S.UNDER_ASSESSMENT
    assert (finding.grade, finding.worsened_on) == (Grade.MAJOR, timezone.localdate(day))
    assert finding.history.filter(transition="worsen").count() == 1


def test_only_who_leads_it_acts_and_the_direction_confides_it_to_another() -> None:
    review = making.opened()
    with pytest.raises(Forbidden):
        write_finding(review, entry=making.ENTRY, actor=Actor.of(factories.instructor()))


def test_abandoned_before_it_is_notified_the_organisation_never_reads_it() -> None:
    review = making.opened()
    boss = Actor.of(factories.manager())
    perform(review, "abandon", actor=boss, reason="Ouvert par erreur.")
    assert (review.state, review.outcome) == (S.CLOSED, ReviewOutcome.ABANDONED)
    assert not CaseRules.read_case.verdict(making.holder(review), review).permitted
