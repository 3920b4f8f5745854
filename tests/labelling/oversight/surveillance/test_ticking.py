"""A review is opened by a date or a fact, once, and the CRESS learns of it."""

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from directory.recognitions.models import Recognition
from directory.recognitions.validity import add_months
from labelling.oversight.reviews.enums import ReviewOrigin
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.operations import open_review
from tests import factories
from tests.directory.making import label, noon
from workflows.background.ticking import run_tick

pytestmark = pytest.mark.django_db


def opened(at: datetime) -> int:
    return run_tick(at)["surveillance"]["opened"]


def granted() -> tuple[Recognition, date]:
    """A label of today, and the day of its progress exchange."""
    today = timezone.localdate()
    months = settings.OSE_DELAYS["progress_exchange_months"]
    return label(factories.organisation(), today), add_months(today, months)


def test_the_progress_exchange_opens_a_review_once() -> None:
    made, day = granted()
    assert opened(noon(day - timedelta(days=2))) == 0
    assert opened(noon(day)) == 1
    review = ComplianceReview.objects.get()
    assert (review.recognition, review.origin) == (made, ReviewOrigin.PROGRESS)
    assert opened(noon(day + timedelta(days=1))) == 0


def test_one_under_review_waits_for_it_to_end() -> None:
    made, day = granted()
    open_review(made, origin=ReviewOrigin.SURVEILLANCE, account="Vu.", actor=factories.SYSTEM)
    assert opened(noon(day)) == 0


def test_what_came_long_before_is_not_opened_all_at_once() -> None:
    _, day = granted()
    assert opened(noon(add_months(day, 3))) == 0
    assert not ComplianceReview.objects.exists()
