"""A delay that has begun is a date: another setting moves no right already open."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.utils import timezone

from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState
from labelling.instruction.reading.clock import clock_of
from labelling.overview.journey import path_steps
from tests import factories, sanctions
from tests.committee import making
from workflows.actors import Actor
from workflows.engine import perform, verdict
from workflows.models import Task

pytestmark = pytest.mark.django_db
TICK = Actor.system("tick")


@pytest.fixture
def shorten(settings: Any) -> Any:
    """Every delay becomes one day, or one month."""

    def to_one() -> None:
        settings.OSE_DELAYS = dict.fromkeys(configured.OSE_DELAYS, 1)
        settings.OSE_SECOND_FACTOR_GRACE = 1

    return to_one


def test_the_last_day_of_an_appeal_stays(shorten: Any) -> None:
    refused = factories.dossier(ApplicationState.REFUSED)
    last_day = refused.appealable_until
    shorten()
    again = Dossier.objects.get(pk=refused.pk)
    assert again.appealable_until == last_day
    assert last_day
    assert last_day > timezone.localdate() + timedelta(days=40)
    actor = Actor.of(factories.representative_of(again))
    assert verdict(again, "appeal", actor=actor).allowed


def test_the_grace_of_a_late_answer_stays(shorten: Any) -> None:
    late = factories.dossier(ApplicationState.TO_COMPLETE)
    after = timezone.now() + timedelta(days=31)
    perform(late, "remind_late", actor=TICK, at=after)
    lapses_on = late.lapses_on
    shorten()
    again = Dossier.objects.get(pk=late.pk)
    assert again.lapses_on == lapses_on == timezone.localdate(after) + timedelta(days=30)


def test_the_instruction_and_what_is_awaited_keep_the_day_promised(shorten: Any) -> None:
    filed = factories.dossier(ApplicationState.SUBMITTED)
    today = timezone.localdate()
    before = clock_of(filed, today), Task.objects.open().get(process__case_id=filed.pk).due_at
    shorten()
    again = Dossier.objects.get(pk=filed.pk)
    assert (clock_of(again, today), Task.objects.open().get(process__case_id=filed.pk).due_at) == (
        before
    )
    steps = path_steps(again, assembly=None, recognition=None, committee_day=None)
    assert "15\u00a0jours, par la CRESS" in {step.note for step in steps}


def test_a_suspension_keeps_its_last_day(shorten: Any) -> None:
    label = Recognition.objects.get(case=factories.dossier(ApplicationState.VALIDATED))
    sanctions.suspend(label, reason="Sans réponse.")
    last_day = label.suspension_due_on
    shorten()
    again = Recognition.objects.get(pk=label.pk)
    assert again.suspension_due_on == last_day
    assert last_day
    assert last_day > timezone.localdate() + timedelta(days=150)
    sanctions.reinstate(again, reason="Répondu.")
    assert again.suspension_due_on is None


def test_a_session_keeps_the_notice_of_its_convening(settings: Any) -> None:
    made = making.committee()
    session = making.opened(made, factories.dossier(ApplicationState.ADMISSIBLE))
    limit = session.notice_limit
    settings.OSE_DELAYS = configured.OSE_DELAYS | {"session_notice": 90}
    assert type(session).objects.get(pk=session.pk).notice_limit == limit
