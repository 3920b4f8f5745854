"""The monitor and the CRESS at the same moment, on one label or one review: one truth."""

from functools import partial

import pytest

from labelling.oversight.reviews.enums import ReviewOrigin, ReviewState
from labelling.oversight.reviews.inputs import FindingKey
from labelling.oversight.reviews.models import ComplianceReview, Finding
from labelling.oversight.reviews.operations import open_review, write_finding
from tests import factories
from tests.labelling.oversight import making
from tests.proof import problems
from tests.scenes.reviews import standing_at
from tests.threads import at_once
from workflows.actors import Actor
from workflows.engine import perform
from workflows.verdicts import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def again(review: ComplianceReview) -> ComplianceReview:
    return ComplianceReview.objects.get(pk=review.pk)


def test_both_open_one_of_a_label_and_one_is_told() -> None:
    label = making.recognition()
    people = [
        (Actor.of(factories.monitor()), ReviewOrigin.MONITOR),
        (Actor.of(factories.instructor()), ReviewOrigin.SURVEILLANCE),
    ]
    results = at_once(
        [
            partial(open_review, label, origin=origin, account="Vu.", actor=actor)
            for actor, origin in people
        ]
    )
    assert sorted(isinstance(result, Refusal) for result in results) == [False, True]
    assert label.reviews.count() == 1


def test_it_is_abandoned_or_a_finding_of_the_monitor_stands_in_it() -> None:
    review = standing_at(ReviewState.OPENED)
    boss, watches = Actor.of(factories.manager()), Actor.of(factories.monitor())
    mine, theirs = again(review), again(review)
    at_once(
        [
            lambda: perform(mine, "abandon", actor=boss, reason="Par erreur."),
            lambda: write_finding(theirs, entry=making.FILED, actor=watches, action="file_finding"),
        ]
    )
    abandoned = again(review).state == ReviewState.CLOSED
    assert abandoned != review.findings.standing().exists()
    assert problems() == []


def test_it_is_notified_with_what_the_monitor_took_back_or_not_at_all() -> None:
    """Alone in the review: notified, it stands; taken back, there is nothing to notify."""
    review = standing_at(ReviewState.OPENED)
    making.file(review, review.opened_at)
    finding = Finding.objects.get(review=review)
    lead, watches = making.reviewer(review), Actor.of(finding.author)
    mine, theirs = again(review), again(review)
    results = at_once(
        [
            lambda: perform(mine, "notify", actor=lead),
            lambda: perform(theirs, "retract_finding", actor=watches, data=FindingKey(finding.pk)),
        ]
    )
    assert sum(isinstance(result, Refusal) for result in results) == 1
    notified = again(review).notified_on is not None
    assert notified == review.findings.standing().exists()
    assert problems() == []
