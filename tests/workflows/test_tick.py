"""What time brings: once, whenever it is asked, however many ask at the same time."""

import io
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState
from labelling.instruction.operations import answer_complement
from tests import factories
from workflows.actors import Actor
from workflows.background import ticking
from workflows.background.loops import Loop
from workflows.background.ticking import Due, Part, on_tick, run_tick
from workflows.engine import perform
from workflows.models import Task
from workflows.verdicts import Refused

NOTHING = {"performed": 0, "refused": 0, "failed": 0}
DEADLINE_AND_GRACE = timedelta(days=30 + 1 + 30)


def lapse(dossier: Dossier) -> datetime:
    """When the flow stops waiting for the complements; in France, for days to be its days."""
    moment = Task.objects.open().get(process__case_id=dossier.pk).times_out_at
    assert moment is not None
    return timezone.localtime(moment)


def reminded(dossier: Dossier) -> datetime:
    """Tick the day after the deadline; return the soonest moment that closes the dossier."""
    moment = lapse(dossier)
    run_tick(moment - timedelta(days=30))
    return moment + timedelta(days=1)


@pytest.mark.django_db
def test_a_silent_structure_is_reminded_then_closed_after_the_grace():
    dossier = factories.dossier("to_complete")
    due = dossier.complements_due_on
    assert due is not None
    noon = timezone.make_aware(datetime.combine(due, time(12)))

    assert run_tick(noon)["late_complements"] == {"reminded": 0, "failed": 0}
    assert run_tick(noon + timedelta(days=1))["late_complements"] == {"reminded": 1, "failed": 0}
    assert run_tick(noon + timedelta(days=2))["late_complements"] == {"reminded": 0, "failed": 0}
    last_day = noon + timedelta(days=31)
    assert run_tick(last_day)["time_outs"] == NOTHING
    assert run_tick(last_day + timedelta(days=1))["time_outs"] == {
        "performed": 1,
        "refused": 0,
        "failed": 0,
    }

    dossier.refresh_from_db()
    assert dossier.state == ApplicationState.CLOSED
    assert dossier.reminded_on == due + timedelta(days=1)
    rows = dossier.history.order_by("history_id").values_list("transition", "actor")
    assert list(rows)[-2:] == [("remind_late", "system:tick"), ("close_inactive", "system:tick")]
    assert not Task.objects.open().filter(process__case_id=dossier.pk).exists()


@pytest.mark.django_db
def test_after_weeks_without_a_tick_the_reminder_still_comes_first_and_the_grace_after():
    dossier = factories.dossier("to_complete")
    late = lapse(dossier) + timedelta(days=20)
    assert run_tick(late)["time_outs"] == {**NOTHING, "refused": 1}
    dossier.refresh_from_db()
    assert dossier.state == ApplicationState.TO_COMPLETE
    assert dossier.reminded_on == timezone.localdate(late)
    assert run_tick(late + timedelta(days=30))["time_outs"] == {
        "performed": 0,
        "refused": 1,
        "failed": 0,
    }
    assert run_tick(late + timedelta(days=31))["time_outs"] == {
        "performed": 1,
        "refused": 0,
        "failed": 0,
    }


@pytest.mark.django_db
def test_an_answer_forgets_the_reminder():
    dossier = factories.dossier("to_complete")
    run_tick(lapse(dossier) - timedelta(days=30))
    actor = Actor.of(factories.representative_of(dossier))
    asked = dossier.complements.get()
    answer_complement(dossier, complement_id=asked.pk, answer="Une responsable.", actor=actor)
    perform(dossier, "resubmit", actor=actor)
    assert (dossier.state, dossier.reminded_on) == (ApplicationState.UNDER_INSTRUCTION, None)


@pytest.mark.django_db
def test_nothing_is_closed_that_was_not_reminded():
    dossier = factories.dossier("to_complete")
    long_after = timezone.now() + timedelta(days=365)
    with pytest.raises(Refused) as refused:
        perform(dossier, "close_inactive", actor=Actor.system("tick"), at=long_after)
    assert [unmet.code for unmet in refused.value.unmet] == ["not_reminded"]


@pytest.mark.django_db
def test_a_second_tick_finds_nothing_to_do():
    dossier = factories.dossier("to_complete")
    moment = reminded(dossier)
    run_tick(moment)
    again = run_tick(moment)
    assert all(number == 0 for counts in again.values() for number in counts.values())


@pytest.mark.django_db
def test_a_refusal_is_counted_and_stops_nobody():
    early, ripe = factories.dossier("to_complete"), factories.dossier("to_complete")
    moment = reminded(ripe)
    # A time-out that comes before the law allows it: the guard says no.
    Task.objects.open().filter(process__case_id=early.pk).update(times_out_at=timezone.now())
    assert run_tick(timezone.now())["time_outs"] == {**NOTHING, "refused": 1}
    assert run_tick(moment)["time_outs"] == {**NOTHING, "performed": 2}


@pytest.mark.django_db(transaction=True)
def test_ticks_at_the_same_time_close_once():
    dossiers = [factories.dossier("to_complete") for _ in range(3)]
    moment = reminded(dossiers[-1])

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
    assert run_tick(timezone.now())["stuck_tasks"] == {"requeued": 0, "failed": 0}
    task.started_at = timezone.now() - timedelta(hours=2)
    task.save()
    assert run_tick(timezone.now())["stuck_tasks"] == {"requeued": 1, "failed": 0}
    assert DBTaskResult.objects.ready().count() == 1 + len(others)


@pytest.mark.django_db
def test_the_command_prints_what_it_did_part_by_part():
    dossier = factories.dossier("to_complete")
    reminded(dossier)
    out = io.StringIO()
    as_of: date = timezone.localdate() + DEADLINE_AND_GRACE + timedelta(days=1)
    call_command("tick", "--as-of", as_of.isoformat(), "--force", as_of.isoformat(), stdout=out)
    lines = out.getvalue().splitlines()
    assert "time_outs : performed 1, refused 0, failed 0" in lines
    assert {line.partition(" :")[0] for line in lines} >= {"recognitions", "reminders"}
    assert all(re.fullmatch(r"\w+ : \w+ \d+(, \w+ \d+)*", line) for line in lines)
    dossier.refresh_from_db()
    assert dossier.state == ApplicationState.CLOSED


@pytest.mark.parametrize("text", ["demain", "2026-02-30"])
def test_the_command_refuses_what_is_no_date(text):
    with pytest.raises(CommandError, match="n’est pas une date"):
        call_command("tick", "--as-of", text)


def test_two_parts_of_one_name_are_a_mistake():
    with pytest.raises(ImproperlyConfigured):
        on_tick("time_outs")(lambda at: iter(()))


@pytest.fixture
def broken_part(monkeypatch) -> str:
    """A part that fails, before all the others."""

    def broken(at: datetime) -> Iterator[Due]:
        raise OverflowError("date value out of range")

    monkeypatch.setattr(ticking, "_parts", {"broken": Part((), broken), **ticking._parts})
    return "broken"


@pytest.mark.django_db
def test_a_part_that_fails_is_logged_and_stops_no_other(broken_part, caplog):
    dossier = factories.dossier("to_complete")
    done = run_tick(reminded(dossier))
    assert done[broken_part] == {"failed": 1}
    assert done["time_outs"] == {**NOTHING, "performed": 1}
    assert "tick: broken failed" in caplog.text
    assert "date value out of range" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "done"), [("time_outs", "performed"), ("late_complements", "reminded")]
)
def test_a_row_that_fails_is_logged_and_stops_no_other(part, done, monkeypatch, caplog):
    bad, good = factories.dossier("to_complete"), factories.dossier("to_complete")
    moment = reminded(good) if part == "time_outs" else lapse(good)

    def failing(case: Dossier, name: str, **words: Any) -> Dossier:
        if case.pk == bad.pk:
            raise OverflowError("a broken row")
        return perform(case, name, **words)

    monkeypatch.setattr(ticking, "perform", failing)
    counts = run_tick(moment)[part]
    assert (counts[done], counts["failed"]) == (1, 1)
    assert "a broken row" in caplog.text


@pytest.mark.django_db
def test_the_command_does_the_rest_and_ends_with_code_1(broken_part):
    dossier = factories.dossier("to_complete")
    as_of = timezone.localdate(reminded(dossier))
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"Échecs\s: 1") as failed:
        call_command("tick", "--as-of", as_of.isoformat(), "--force", as_of.isoformat(), stdout=out)
    assert failed.value.returncode == 1
    assert "time_outs : performed 1" in out.getvalue()


def test_the_loop_survives_whatever_a_round_raises(caplog):
    rounds = threading.Semaphore(0)

    class Failing(Loop):
        def step(self) -> None:
            rounds.release()
            raise OverflowError("a broken round")

    loop = Failing("failing", pause=0.01)
    loop.start()
    try:
        assert all(rounds.acquire(timeout=5) for _ in range(3))
    finally:
        loop.stop()
        loop.join(5)
    assert "a broken round" in caplog.text
