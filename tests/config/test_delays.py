"""A delay that has begun is a date: another setting moves no right already open."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from directory.delays.catalogue import CATALOGUE
from directory.delays.in_force import delay
from directory.recognitions.models import Recognition
from directory.recognitions.validity import renewal_opens
from directory.removals.models import LogoRemoval
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState
from labelling.instruction.reading.clock import clock_of
from labelling.oversight.reviews.enums import ReviewState
from labelling.oversight.reviews.models import ComplianceReview
from labelling.overview.journey import path_steps
from tests import factories, sanctions
from tests.committee import making
from tests.delays import changed
from tests.labelling.oversight import making as reviews
from tests.scenes import removals
from workflows.actors import Actor
from workflows.engine import perform, verdict
from workflows.models import Task

pytestmark = pytest.mark.django_db
TICK = Actor.system("tick")


@pytest.fixture
def change_all(settings: Any) -> Any:
    """Every delay becomes another: the longest that it may be, or the shortest."""

    def to_another() -> None:
        tomorrow = timezone.localdate() + timedelta(days=1)
        for known in CATALOGUE:
            other = known.most if known.first.number == known.least else known.least
            since = tomorrow if known.replayed else None
            changed(known.key, other, known.units[-1], since=since)
        settings.OSE_SECOND_FACTOR_GRACE = 1

    return to_another


def test_the_last_day_of_an_appeal_stays(change_all: Any) -> None:
    refused = factories.dossier(ApplicationState.REFUSED)
    last_day = refused.appealable_until
    change_all()
    again = Dossier.objects.get(pk=refused.pk)
    assert again.appealable_until == last_day
    assert last_day
    assert last_day > timezone.localdate() + timedelta(days=40)
    actor = Actor.of(factories.representative_of(again))
    assert verdict(again, "appeal", actor=actor).allowed


def test_the_grace_of_a_late_answer_stays(change_all: Any) -> None:
    late = factories.dossier(ApplicationState.TO_COMPLETE)
    after = timezone.now() + timedelta(days=31)
    perform(late, "remind_late", actor=TICK, at=after)
    lapses_on = late.lapses_on
    change_all()
    again = Dossier.objects.get(pk=late.pk)
    assert again.lapses_on == lapses_on == timezone.localdate(after) + timedelta(days=30)


def test_the_instruction_and_what_is_awaited_keep_the_day_promised(change_all: Any) -> None:
    filed = factories.dossier(ApplicationState.SUBMITTED)
    today = timezone.localdate()
    before = clock_of(filed, today), Task.objects.open().get(process__case_id=filed.pk).due_at
    change_all()
    again = Dossier.objects.get(pk=filed.pk)
    assert (clock_of(again, today), Task.objects.open().get(process__case_id=filed.pk).due_at) == (
        before
    )
    steps = path_steps(again, assembly=None, recognition=None, committee_day=None)
    assert "15\u00a0jours, par la CRESS" in {step.note for step in steps}


def test_a_suspension_keeps_its_last_day(change_all: Any) -> None:
    label = Recognition.objects.get(case=factories.dossier(ApplicationState.VALIDATED))
    sanctions.suspend(label, reason="Sans réponse.")
    last_day = label.suspension_due_on
    change_all()
    again = Recognition.objects.get(pk=label.pk)
    assert again.suspension_due_on == last_day
    assert last_day
    assert last_day > timezone.localdate() + timedelta(days=150)
    sanctions.reinstate(again, reason="Répondu.")
    assert again.suspension_due_on is None


def test_a_session_keeps_the_notice_of_its_convening() -> None:
    made = making.committee()
    session = making.opened(made, factories.dossier(ApplicationState.ADMISSIBLE))
    limit = session.notice_limit
    changed("session_notice", 60)
    assert type(session).objects.get(pk=session.pk).notice_limit == limit


def test_what_was_asked_of_an_organisation_keeps_its_day(change_all: Any) -> None:
    asked = factories.dossier(ApplicationState.TO_COMPLETE)
    answering = reviews.review(ReviewState.AWAITING_ANSWER)
    mending = reviews.review(ReviewState.CORRECTIVE_ACTION)
    removal = removals.asked()

    def days() -> list[Any]:
        return [
            Dossier.objects.get(pk=asked.pk).complements_due_on,
            ComplianceReview.objects.get(pk=answering.pk).answer_due_on,
            ComplianceReview.objects.get(pk=answering.pk).notice_until,
            ComplianceReview.objects.get(pk=mending.pk).corrections_due_on,
            LogoRemoval.objects.get(pk=removal.pk).due_on,
        ]

    before = days()
    change_all()
    assert days() == before
    assert all(before)


def test_a_label_keeps_its_last_day_and_a_renewal_that_opened_stays_open(change_all: Any) -> None:
    held = Recognition.objects.get(case=factories.dossier(ApplicationState.VALIDATED))
    opens = renewal_opens(held.valid_until, held.kind)
    with time_machine.travel(timezone.now() + (opens - timezone.localdate())):
        assert renewal_opens(held.valid_until, held.kind) == timezone.localdate()
        change_all()
        assert delay("label_renewal_months").number == 3
        assert renewal_opens(held.valid_until, held.kind) == timezone.localdate()
    again = Recognition.objects.get(pk=held.pk)
    assert (again.valid_until, again.term_ends_on) == (held.valid_until, held.term_ends_on)
