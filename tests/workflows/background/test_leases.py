"""A worker that dies leaves nothing behind; one that was only paused does no harm."""

import pytest
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from tests.threads import at_once
from workflows.background import leases
from workflows.background.leases import LEASE, MOST_RUNS, Presence, put_back
from workflows.background.loops import HeartbeatLoop, running
from workflows.background.worker import Worker
from workflows.models import Heartbeat

pytestmark = pytest.mark.django_db(transaction=True)


class Clock:
    """The monotonic clock of those who watch."""

    now = 0.0


@task()
def nothing() -> str:
    return "done"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    DBTaskResult.objects.all().delete()
    monkeypatch.setattr(Clock, "now", 0.0)
    monkeypatch.setattr(leases, "monotonic", lambda: Clock.now)
    return Clock


def taken_by(presence: Presence) -> DBTaskResult:
    """A task that runs under the name of `presence`."""
    nothing.enqueue()
    row = DBTaskResult.objects.ready().get()
    row.claim(presence.name())
    return row


def status(row: DBTaskResult) -> str:
    return str(DBTaskResult.objects.get(pk=row.pk).status)


def test_the_task_of_a_worker_that_shows_no_life_goes_back_after_its_lease(clock):
    dead, watching = Presence(), Presence()
    row = taken_by(dead)
    assert watching.bury() == 0
    clock.now = LEASE - 0.1
    assert watching.bury() == 0
    assert status(row) == "RUNNING"
    clock.now = LEASE
    assert watching.bury() == 1
    assert status(row) == "READY"
    assert list(Heartbeat.objects.values_list("name", flat=True)) in ([], [watching.name()])


def test_a_worker_that_beats_keeps_its_task_however_long_it_takes(clock):
    long, watching = Presence(), Presence()
    row = taken_by(long)
    for _ in range(5):
        long.beat()
        watching.bury()
        clock.now += LEASE - 0.1
    assert status(row) == "RUNNING"


def test_a_task_under_the_name_of_nobody_goes_back_at_once():
    gone = Presence()
    row = taken_by(gone)
    gone.leave()
    assert Presence().bury() == 1
    assert status(row) == "READY"


def test_a_worker_that_wakes_cannot_end_the_task_that_another_was_given(clock):
    paused, watching = Presence(), Presence()
    asleep = taken_by(paused)
    watching.bury()
    clock.now = LEASE
    watching.bury()
    given = DBTaskResult.objects.get(pk=asleep.pk)
    given.claim(watching.name())

    Worker("default", presence=paused).run_task(asleep)
    assert status(asleep) == "RUNNING", "the other still runs it"
    Worker("default", presence=watching).run_task(given)
    assert status(asleep) == "SUCCESSFUL"


def test_a_worker_held_to_be_dead_goes_on_under_another_name():
    paused = Presence()
    name = paused.name()
    Heartbeat.objects.filter(name=name).delete()
    paused.beat()
    assert paused.name() != name
    assert list(Heartbeat.objects.values_list("name", flat=True)) == [paused.name()]


def test_it_takes_its_next_task_under_that_name():
    paused = Presence()
    worker = Worker("default", presence=paused)
    row = taken_by(paused)
    paused.leave()
    worker.run_task(row)
    assert Heartbeat.objects.filter(name=worker.worker_id).exists()


def test_those_who_watch_together_put_a_task_back_once(clock):
    row = taken_by(dead := Presence())
    dead.leave()
    watching = [Presence() for _ in range(3)]
    assert sum(at_once([one.bury for one in watching])) == 1
    assert status(row) == "READY"


def test_a_task_that_ends_its_worker_each_time_is_left_in_sight():
    nothing.enqueue()
    row = DBTaskResult.objects.get()
    for _ in range(MOST_RUNS):
        row.claim(Presence().name())
        Heartbeat.objects.all().delete()
        Presence().bury()
        row.refresh_from_db()
    assert row.status == "FAILED"
    assert "never ended" in row.traceback
    assert Presence().bury() == 0


def test_what_went_on_since_it_was_read_is_not_put_back():
    row = taken_by(Presence())
    seen = DBTaskResult.objects.get(pk=row.pk)
    row.set_successful(None)
    assert put_back([seen]) == 0
    assert status(row) == "SUCCESSFUL"


def test_the_sign_of_life_is_there_meanwhile_and_gone_after():
    presence = Presence()
    with running([HeartbeatLoop(presence, pause=60)], stop_within=10):
        assert presence.name() in Heartbeat.objects.values_list("name", flat=True)
    assert not Heartbeat.objects.exists()
