"""What time brings: once, whenever it is asked, however many ask at the same time."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from directory.enums import RecognitionState
from directory.models import Recognition
from labelling.enums import DossierState
from labelling.models import Dossier
from tests import factories
from workflows.models import Task
from workflows.ticking import on_tick, requeue_running, run_tick

DEADLINE_AND_GRACE = timedelta(days=30 + 30 + 1)


def lapse(dossier: Dossier) -> datetime:
    """When the flow stops waiting for the complements."""
    moment = Task.objects.open().get(process__case_id=dossier.pk).times_out_at
    assert moment is not None
    return moment


@pytest.mark.django_db
def test_a_silent_structure_is_closed_after_the_deadline_and_the_grace():
    dossier = factories.dossier("to_complete")
    due = dossier.complements_due_on
    assert due is not None
    moment = lapse(dossier)
    assert timezone.localdate(moment) == due + timedelta(days=31)

    assert run_tick(moment - timedelta(seconds=1))["time_outs"] == {"performed": 0, "refused": 0}
    assert run_tick(moment)["time_outs"] == {"performed": 1, "refused": 0}
    dossier.refresh_from_db()
    assert dossier.state == DossierState.CLOSED
    assert dossier.closed_at == moment
    row = dossier.history.latest()
    assert (row.transition, row.actor) == ("close_inactive", "system:tick")
    assert not Task.objects.open().filter(process__case_id=dossier.pk).exists()


@pytest.mark.django_db
def test_a_second_tick_finds_nothing_to_do():
    dossier = factories.dossier("to_complete")
    moment = lapse(dossier)
    run_tick(moment)
    again = run_tick(moment)
    assert all(number == 0 for counts in again.values() for number in counts.values())


@pytest.mark.django_db
def test_a_refusal_is_counted_and_stops_nobody():
    early, ripe = factories.dossier("to_complete"), factories.dossier("to_complete")
    moment = lapse(ripe)
    # A time-out that comes before the law allows it: the guard says no.
    Task.objects.open().filter(process__case_id=early.pk).update(times_out_at=timezone.now())
    assert run_tick(timezone.now())["time_outs"] == {"performed": 0, "refused": 1}
    assert run_tick(moment)["time_outs"] == {"performed": 2, "refused": 0}


@pytest.mark.django_db(transaction=True)
def test_ticks_at_the_same_time_close_once():
    dossiers = [factories.dossier("to_complete") for _ in range(3)]
    moment = lapse(dossiers[-1])

    def one(_: int) -> int:
        try:
            return run_tick(moment)["time_outs"]["performed"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(one, range(4))) == len(dossiers)
    for dossier in dossiers:
        assert dossier.history.filter(transition="close_inactive").count() == 1


@pytest.mark.django_db
def test_a_label_expires_the_day_after_its_last():
    recognition = Recognition.objects.get(case=factories.dossier("validated"))
    noon = timezone.make_aware(datetime.combine(recognition.valid_until, time(12)))
    assert run_tick(noon)["recognitions"]["expired"] == 0
    assert run_tick(noon + timedelta(days=1))["recognitions"]["expired"] == 1
    recognition.refresh_from_db()
    assert recognition.state == RecognitionState.EXPIRED


@pytest.mark.django_db
def test_a_task_whose_worker_died_goes_back_to_the_queue():
    factories.dossier("draft")
    task, *others = DBTaskResult.objects.all()
    task.claim("a worker that died")
    assert requeue_running(before=timezone.now() - timedelta(hours=1)) == 0
    task.started_at = timezone.now() - timedelta(hours=2)
    task.save()
    assert run_tick(timezone.now())["stuck_tasks"] == {"requeued": 1}
    assert DBTaskResult.objects.ready().count() == 1 + len(others)


@pytest.mark.django_db
def test_the_command_prints_what_it_did_part_by_part():
    dossier = factories.dossier("to_complete")
    out = io.StringIO()
    as_of: date = timezone.localdate() + DEADLINE_AND_GRACE + timedelta(days=1)
    call_command("tick", "--as-of", as_of.isoformat(), stdout=out)
    lines = out.getvalue().splitlines()
    assert "time_outs : performed 1, refused 0" in lines
    assert {line.partition(" :")[0] for line in lines} >= {"recognitions", "reminders"}
    assert all(re.fullmatch(r"\w+ : \w+ \d+(, \w+ \d+)*", line) for line in lines)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.CLOSED


@pytest.mark.parametrize("text", ["demain", "2026-02-30"])
def test_the_command_refuses_what_is_no_date(text):
    with pytest.raises(CommandError, match="n’est pas une date"):
        call_command("tick", "--as-of", text)


def test_two_parts_of_one_name_are_a_mistake():
    with pytest.raises(ImproperlyConfigured):
        on_tick("time_outs")(lambda at: {})
