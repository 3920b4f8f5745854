"""A review is opened by a date or a fact, once, and the CRESS learns of it."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from directory.delays.calendar import add_months
from directory.recognitions.models import Recognition
from labelling.exchanges.inputs import ProgressReport
from labelling.exchanges.models import ProgressExchange
from labelling.exchanges.operations import exchange_window, send_report
from labelling.oversight.reviews.enums import ReviewOrigin
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.operations import open_review
from tests import factories
from tests.directory.making import label, noon
from workflows.actors import Actor
from workflows.background.ticking import run_tick

pytestmark = pytest.mark.django_db
REPORT = ProgressReport("Six actions sur dix.", "58 membres.", "")


def opened(at: datetime) -> int:
    return run_tick(at)["surveillance"]["opened"]


def granted() -> tuple[Recognition, date]:
    """A label of today, and the last day of its progress exchange, which is asked for."""
    made = label(factories.organisation(), timezone.localdate())
    asked_on, last_day = exchange_window(made.valid_from)
    run_tick(noon(asked_on))
    return made, last_day


def test_the_silence_of_a_progress_exchange_opens_a_review_once() -> None:
    made, last_day = granted()
    assert opened(noon(last_day)) == 0
    after = noon(last_day + timedelta(days=1))
    assert opened(after) == 1
    review = ComplianceReview.objects.get()
    assert (review.recognition, review.origin) == (made, ReviewOrigin.PROGRESS)
    assert opened(after + timedelta(days=1)) == 0


def test_an_exchange_that_was_sent_opens_none() -> None:
    made, last_day = granted()
    exchange = ProgressExchange.objects.get(recognition=made)
    send_report(
        exchange, report=REPORT, actor=Actor.of(factories.representative(made.organisation))
    )
    assert opened(noon(last_day + timedelta(days=1))) == 0


def test_one_under_review_waits_for_it_to_end() -> None:
    made, last_day = granted()
    open_review(made, origin=ReviewOrigin.SURVEILLANCE, account="Vu.", actor=factories.SYSTEM)
    assert opened(noon(last_day + timedelta(days=1))) == 0


def test_what_came_long_before_is_asked_nothing_and_opens_none() -> None:
    label(factories.organisation(), timezone.localdate())
    later = noon(add_months(timezone.localdate(), 21))
    assert run_tick(later)["progress_exchanges"]["asked"] == 0
    assert opened(later) == 0
    assert not ComplianceReview.objects.exists()
