"""A recognition suspended, reinstated or withdrawn, by the decision on a review of it.

Without a committee: the whole path, from the findings to the vote, is `tests/labelling/oversight`.
"""

from datetime import date, datetime

from django.utils import timezone

from directory.recognitions.enums import RecognitionState
from directory.recognitions.inputs import Sanction, Suspension
from directory.recognitions.models import Recognition
from directory.recognitions.rules import longest_suspension
from labelling.oversight.reviews.enums import ReviewOrigin
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.operations import open_review
from tests import factories
from workflows.actors import Actor
from workflows.engine import perform

WHY = "Essai."


def review_of(recognition: Recognition) -> ComplianceReview:
    """The last review of it; one is opened when there is none.

    That of a renewal to come is the one of what it renews.
    """
    if recognition.previous is not None and recognition.state == RecognitionState.SCHEDULED:
        return review_of(recognition.previous)
    found: ComplianceReview | None = recognition.reviews.order_by("pk").last()
    return found or open_review(
        recognition, origin=ReviewOrigin.SURVEILLANCE, account=WHY, actor=factories.SYSTEM
    )


def decision_on(recognition: Recognition, outcome: str) -> Actor:
    return factories.decision(review_of(recognition), outcome)


def suspension(
    recognition: Recognition, *, at: datetime | None = None, until: date | None = None
) -> Suspension:
    """As long as it may be, unless said so."""
    last_day = until or longest_suspension(timezone.localdate(at))
    return Suspension(review_of(recognition).pk, last_day)


def suspend(
    recognition: Recognition,
    *,
    reason: str = WHY,
    at: datetime | None = None,
    until: date | None = None,
) -> Recognition:
    data = suspension(recognition, at=at, until=until)
    actor = decision_on(recognition, "suspend")
    return perform(recognition, "suspend", actor=actor, data=data, reason=reason, at=at)


def reinstate(
    recognition: Recognition, *, reason: str = WHY, at: datetime | None = None
) -> Recognition:
    actor = decision_on(recognition, "lift")
    return perform(recognition, "reinstate", actor=actor, reason=reason, at=at)


def withdraw(
    recognition: Recognition, *, reason: str = WHY, at: datetime | None = None
) -> Recognition:
    data = Sanction(review_of(recognition).pk)
    actor = decision_on(recognition, "withdraw_recognition")
    return perform(recognition, "withdraw", actor=actor, data=data, reason=reason, at=at)
