"""What time brings: once, whenever it is asked, however many ask at the same time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.utils import timezone

from tests.toys import making
from tests.toys.enums import RepairState
from tests.toys.models import Repair
from workflows.background import ticking
from workflows.background.ticking import Due, Part, on_tick, run_tick
from workflows.engine import perform
from workflows.models import Task

NOTHING = {"performed": 0, "refused": 0, "failed": 0}


def lapse(repair: Repair) -> datetime:
    """When the flow stops waiting for the part."""
    moment = Task.objects.open().get(process__case_id=repair.pk).times_out_at
    assert moment is not None
    return moment


def time_outs(at: datetime) -> dict[str, int]:
    return run_tick(at)["time_outs"]


@pytest.mark.django_db
def test_what_is_overdue_is_done_once_its_moment_has_come():
    repair = making.repair(RepairState.WAITING)
    moment = lapse(repair)
    assert time_outs(moment - timedelta(seconds=1)) == NOTHING
    assert time_outs(moment) == {**NOTHING, "performed": 1}
    repair.refresh_from_db()
    assert repair.state == RepairState.DROPPED
    assert repair.closed_at == moment
    last = repair.history.latest("history_id")
    assert (last.transition, last.actor) == ("lapse", "system:tick")
    assert not Task.objects.open().filter(process__case_id=repair.pk).exists()


@pytest.mark.django_db
def test_a_second_tick_finds_nothing_to_do():
    moment = lapse(making.repair(RepairState.WAITING))
    run_tick(moment)
    again = run_tick(moment)
    assert all(number == 0 for counts in again.values() for number in counts.values())


@pytest.mark.django_db
def test_a_rehearsal_counts_and_notes_what_it_undoes():
    repair = making.repair(RepairState.WAITING)
    moment, noted = lapse(repair), []
    done = run_tick(moment, rehearse=True, note=lambda part, due: noted.append((part, due.row.pk)))
    assert done["time_outs"] == {**NOTHING, "performed": 1}
    assert noted == [("time_outs", repair.pk)]
    repair.refresh_from_db()
    assert repair.state == RepairState.WAITING


@pytest.mark.django_db
def test_a_refusal_is_counted_and_stops_nobody():
    early, ripe = making.repair(RepairState.WAITING), making.repair(RepairState.WAITING)
    # A time-out that comes before the law allows it: the guard says no.
    Task.objects.open().filter(process__case_id=early.pk).update(times_out_at=timezone.now())
    assert time_outs(timezone.now()) == {**NOTHING, "refused": 1}
    assert time_outs(lapse(ripe)) == {**NOTHING, "performed": 2}


@pytest.mark.django_db(transaction=True)
def test_ticks_at_the_same_time_do_it_once():
    repairs = [making.repair(RepairState.WAITING) for _ in range(3)]
    moment = lapse(repairs[-1])

    def one(_: int) -> int:
        try:
            return time_outs(moment)["performed"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(one, range(4))) == len(repairs)
    for repair in repairs:
        assert repair.history.filter(transition="lapse").count() == 1


def test_two_parts_of_one_name_are_a_mistake():
    with pytest.raises(ImproperlyConfigured):
        on_tick("time_outs")(lambda at: iter(()))


@pytest.mark.django_db
def test_a_part_that_fails_is_logged_and_stops_no_other(monkeypatch, caplog):
    def broken(at: datetime) -> Iterator[Due]:
        raise OverflowError("date value out of range")

    monkeypatch.setattr(ticking, "_parts", {"broken": Part((), broken), **ticking._parts})
    done = run_tick(lapse(making.repair(RepairState.WAITING)))
    assert done["broken"] == {"failed": 1}
    assert done["time_outs"] == {**NOTHING, "performed": 1}
    assert "tick: broken failed" in caplog.text
    assert "date value out of range" in caplog.text


@pytest.mark.django_db
def test_a_row_that_fails_is_logged_and_stops_no_other(monkeypatch, caplog):
    bad, good = making.repair(RepairState.WAITING), making.repair(RepairState.WAITING)

    def failing(case: Repair, name: str, **words: Any) -> Repair:
        if case.pk == bad.pk:
            raise OverflowError("a broken row")
        return perform(case, name, **words)

    monkeypatch.setattr(ticking, "perform", failing)
    assert time_outs(lapse(good)) == {**NOTHING, "performed": 1, "failed": 1}
    assert "a broken row" in caplog.text
