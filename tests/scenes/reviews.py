"""A review of a label, wherever it stands; and a label that a committee sanctions by one."""

from collections.abc import Callable
from functools import partial

from django.utils import timezone

from committee.room import operations as room
from directory.recognitions.models import Recognition
from labelling.instruction.inputs import Reassignment
from labelling.oversight.reviews.inputs import (
    AnswerDelay,
    CorrectionDone,
    FindingAnswer,
    FindingConclusion,
    FindingEntry,
    FindingKey,
    PlannedCorrection,
)
from labelling.oversight.reviews.models import ComplianceReview
from tests import factories
from tests.committee import making as meeting
from tests.labelling.oversight import making
from tests.racing import Act
from tests.scenes.items import voting
from tests.scenes.scene import TICK, Acts, Scene, again, in_days, performing
from workflows.actors import Actor
from workflows.engine import perform

WHY = "Essai."
# What each decision does to the label besides.
FOLLOWS = {
    "suspend": "+recognition.suspend",
    "withdraw_recognition": "+recognition.withdraw",
    "lift": "+recognition.reinstate",
    "annul": "+recognition.restore",
}


def granted() -> Recognition:
    """A label that a committee granted: the proof asks who did."""
    found = voting(making.organisation())
    meeting.decide(found.made, found.item)
    return Recognition.objects.get(case=found.item.case_id)


def standing_at(where: str) -> ComplianceReview:
    return making.review(where, of=granted())


def deciding(review: ComplianceReview, outcome: str) -> dict[str, Act]:
    """A vote on `outcome` is closed, and adopted: the chair proclaims it."""
    made = meeting.committee()
    item = meeting.counted(made, review, outcome)
    name = f"agendaitem.decide+compliancereview.{outcome}{FOLLOWS.get(outcome, '')}"
    return {name: lambda: room.decide(again(item), reasons=WHY, actor=made.chair)}


def decided(label: Recognition, outcome: str) -> Recognition:
    """`label`, after a committee decided so of a review of it."""
    for act in deciding(making.review("referred", of=label), outcome).values():
        act()
    return again(label)


def review_of(label: Recognition) -> ComplianceReview:
    found: ComplianceReview = label.reviews.latest("pk")
    return found


def review_acts(review: ComplianceReview) -> Acts:
    """What each side and time may try on `review` as it stands."""
    leads, theirs = making.reviewer(review), making.holder(review)
    boss = Actor.of(factories.manager())
    watches = Actor.of(factories.monitor())
    standing = review.findings.standing()
    key, filed = (
        standing.filter(independent=by_the_monitor).values_list("pk", flat=True).first() or 0
        for by_the_monitor in (False, True)
    )
    tomorrow = in_days(1).date()
    doing = partial(performing, review)
    return {
        **doing("reassign", boss, data=Reassignment(factories.instructor())),
        **doing("write_finding", leads, data=FindingEntry("practices", WHY, "minor")),
        **doing("remove_finding", leads, data=FindingKey(key)),
        **doing("change_evidence", leads),
        **doing("file_finding", watches, data=FindingEntry("practices", WHY, "minor")),
        **doing("retract_finding", watches, data=FindingKey(filed)),
        **doing("change_independent_evidence", watches),
        **doing("notify", leads),
        **doing("answer_finding", theirs, data=FindingAnswer(key, WHY)),
        **doing("answer", theirs),
        **doing("lapse", TICK, at=in_days(40)),
        **doing(
            "plan_correction",
            leads,
            data=PlannedCorrection(key, "", WHY, WHY, tomorrow),
        ),
        **doing("conclude", leads, data=FindingConclusion(key, "answered", WHY)),
        **doing("ask_correction", leads),
        **doing("show_correction", theirs, data=CorrectionDone(key, WHY)),
        **doing("worsen", TICK, at=in_days(100)),
        **doing("correct", TICK, at=in_days(100)),
        **doing("close", leads, reason=WHY),
        **doing("refer", leads, data=making.REFERRAL, reason=WHY),
        **doing("abandon", boss, reason=WHY),
        **doing("extend_delay", boss, data=AnswerDelay(in_days(20).date()), reason=WHY),
        **doing("suspend_urgently", boss, reason=WHY),
        **doing("appeal", theirs, reason=WHY),
        **doing("ask_lifting", theirs, reason=WHY),
    }


def prepared() -> ComplianceReview:
    """With a finding of the CRESS, and one of the monitor: it is not abandoned over that one."""
    review = standing_at("opened")
    making.write(review, timezone.now())
    making.file(review, timezone.now())
    return review


def answered() -> ComplianceReview:
    """Each finding has its answer, which is not sent."""
    review = standing_at("awaiting_answer")
    data = FindingAnswer(making.finding(review).pk, WHY)
    return perform(review, "answer_finding", actor=making.holder(review), data=data)


def silent() -> ComplianceReview:
    """Nobody answered in time."""
    review = making.opened(granted(), at=timezone.now() - making.LONG_AGO)
    for step in (making.write, making.notify):
        step(review, review.opened_at)
    return perform(review, "lapse", actor=TICK)


def planned() -> ComplianceReview:
    review = standing_at("under_assessment")
    data = PlannedCorrection(making.finding(review).pk, "", WHY, WHY, in_days(9).date())
    return perform(review, "plan_correction", actor=making.reviewer(review), data=data)


def concluded() -> ComplianceReview:
    review = standing_at("under_assessment")
    data = FindingConclusion(making.finding(review).pk, "answered", WHY)
    return perform(review, "conclude", actor=making.reviewer(review), data=data)


def sanctioned() -> ComplianceReview:
    return review_of(decided(granted(), "suspend"))


def standing(make: Callable[[], ComplianceReview]) -> tuple[Acts, ...]:
    """A session to come may be waited for."""
    meeting.planned(meeting.committee(), in_days=60)
    return (review_acts(make()),)


ANSWERED = "compliancereview.answer_finding"
UNPLANNED = "compliancereview.ask_correction"
UNCONCLUDED = "compliancereview.close"
UNABANDONED = "compliancereview.abandon"
SCENES = [
    Scene("review, opened", partial(standing, prepared), frozenset({UNABANDONED})),
    Scene("review, awaiting an answer", partial(standing, answered)),
    Scene("review, silent", partial(standing, silent), frozenset({UNPLANNED, UNCONCLUDED})),
    Scene("review, planned", partial(standing, planned), frozenset({ANSWERED, UNCONCLUDED})),
    Scene("review, concluded", partial(standing, concluded), frozenset({ANSWERED, UNPLANNED})),
    Scene("review, correcting", partial(standing, partial(standing_at, "corrective_action"))),
    Scene(
        "review, referred",
        partial(standing, partial(standing_at, "referred")),
        frozenset(
            {
                ANSWERED,
                "compliancereview.appeal",
            }
        ),
    ),
    Scene("review, sanctioned", partial(standing, sanctioned)),
]
