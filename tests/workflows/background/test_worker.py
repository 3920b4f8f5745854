"""The worker outlives the loss of its database, and ends its task on SIGTERM."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings as site
from django.db import OperationalError, connection
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from tests.threads import eventually
from workflows.background import worker as workers
from workflows.background.leases import MOST_RUNS, Presence
from workflows.background.loops import Loop, TaskLoop, running, task_loops
from workflows.background.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no connection to lose"
)


class Steps:
    """What the tasks of this module do, and what they wait for."""

    began = threading.Semaphore(0)
    goes_on = threading.Event()
    runs = 0


@task()
def pausing() -> None:
    """Begins, holds a connection, and ends when it is told to."""
    Steps.runs += 1
    DBTaskResult.objects.count()
    Steps.began.release()
    assert Steps.goes_on.wait(10)
    DBTaskResult.objects.count()


@task()
def done() -> None:
    Steps.began.release()


@task(queue_name="mail")
def elsewhere() -> None:
    """The work of another loop."""


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    DBTaskResult.objects.all().delete()
    monkeypatch.setattr(Steps, "began", threading.Semaphore(0))
    monkeypatch.setattr(Steps, "goes_on", threading.Event())
    monkeypatch.setattr(Steps, "runs", 0)
    monkeypatch.setattr(workers, "AGAIN_IN", workers.AGAIN_IN * 0)
    yield
    Steps.goes_on.set()


def statuses() -> list[str]:
    return list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))


def drop_the_others() -> None:
    """Have PostgreSQL end every other session on this database, as a restart would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@contextmanager
def at_work() -> Iterator[TaskLoop]:
    loop = TaskLoop("default", presence=Presence(), pause=0.05)
    with running([loop], stop_within=10):
        yield loop


def test_a_task_is_run_when_its_commit_wakes_the_loop():
    with running([TaskLoop("default", presence=Presence(), pause=60)], stop_within=10):
        done.enqueue()
        assert Steps.began.acquire(timeout=10)
        eventually(lambda: statuses() == ["SUCCESSFUL"])


@postgresql
def test_a_connection_dropped_between_two_tasks_costs_nothing():
    with at_work() as loop:
        done.enqueue()
        assert Steps.began.acquire(timeout=10)
        drop_the_others()
        done.enqueue()
        assert Steps.began.acquire(timeout=10)
        eventually(lambda: statuses() == ["SUCCESSFUL"] * 2)
        assert loop.is_alive()


@postgresql
def test_a_connection_dropped_while_looking_for_a_task_ends_no_round(monkeypatch):
    looking = Worker.ready

    def looked(worker: Worker) -> bool:
        monkeypatch.setattr(Worker, "ready", looking)
        found = looking(worker)
        Steps.began.release()
        assert Steps.goes_on.wait(10)
        return found or looking(worker)

    monkeypatch.setattr(Worker, "ready", looked)
    with at_work() as loop:
        assert Steps.began.acquire(timeout=10)
        drop_the_others()
        Steps.goes_on.set()
        done.enqueue()
        assert Steps.began.acquire(timeout=10)
        assert loop.is_alive()
        eventually(lambda: statuses() == ["SUCCESSFUL"])


@postgresql
def test_a_task_cut_short_is_run_again():
    pausing.enqueue()
    with at_work():
        assert Steps.began.acquire(timeout=10)
        drop_the_others()
        Steps.goes_on.set()
        eventually(lambda: statuses() == ["SUCCESSFUL"])
    assert Steps.runs == 2


def test_a_task_that_breaks_its_connection_each_time_is_left_in_sight():
    always_lost.enqueue()
    with at_work():
        eventually(lambda: statuses() == ["FAILED"] and Steps.runs == MOST_RUNS)
    assert len(DBTaskResult.objects.get().worker_ids) == MOST_RUNS


@task()
def always_lost() -> None:
    Steps.runs += 1
    raise OperationalError("the connection is closed")


def test_a_loop_that_stops_ends_the_task_under_way():
    pausing.enqueue()
    done.enqueue()
    with at_work() as loop:
        assert Steps.began.acquire(timeout=10)
        loop.stop()
        Steps.goes_on.set()
    assert statuses() == ["SUCCESSFUL", "READY"]


def test_what_still_ran_in_its_queue_is_taken_again_by_the_only_process():
    done.enqueue()
    elsewhere.enqueue()
    for row in DBTaskResult.objects.all():
        row.claim("a process that died")
    with running([TaskLoop("default", presence=Presence(), pause=60, alone=True)], stop_within=10):
        assert Steps.began.acquire(timeout=10)
    assert sorted(statuses()) == ["RUNNING", "SUCCESSFUL"]


def test_a_loop_is_there_for_every_queue():
    queues = {loop.queue for loop in task_loops() if isinstance(loop, TaskLoop)}
    assert queues == set(site.TASKS["default"]["QUEUES"]) == {"default", "mail", "scan"}
    assert all(isinstance(loop, Loop) for loop in task_loops())


def test_the_command_works_until_it_is_told_to_stop(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.demo"}
    environment["OSE_VAR"] = str(tmp_path)
    manage = [sys.executable, str(site.BASE_DIR / "manage.py")]
    command = subprocess.Popen(
        [*manage, "worker"],
        env=environment,
        stdout=subprocess.PIPE,
        # Without a database it says so each second: a pipe that nobody reads would fill up.
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with command:
        assert command.stdout
        assert "OSE travaille" in command.stdout.readline()
        command.send_signal(signal.SIGTERM)
        assert command.wait(20) == 0
        assert "OSE a fini" in command.stdout.read()
