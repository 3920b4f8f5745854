"""`manage.py tick`: for today and tomorrow; another day is only rehearsed, unless it is meant."""

import io
import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.toys import making
from tests.toys.enums import RepairState
from tests.toys.models import Repair
from workflows.background import ticking
from workflows.background.ticking import Due, Part
from workflows.models import Task
from workflows.outbox.events import Target
from workflows.outbox.notices import Addressee, its_user, progress

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _owners_would_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands in for the notices of a product: whoever brought the thing is told."""

    def owner_of(target: Target) -> list[Addressee]:
        return [Addressee(target.subject.owner, progress("closed", its_user))]

    monkeypatch.setattr(ticking, "addressees_of", owner_of)


def tick(*arguments: str) -> str:
    out = io.StringIO()
    call_command("tick", *arguments, stdout=out)
    return out.getvalue()


def refused(*arguments: str) -> tuple[str, str]:
    """What the command printed, and why it did nothing."""
    out = io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("tick", *arguments, stdout=out)
    assert refusal.value.returncode == 1
    return out.getvalue(), str(refusal.value)


def times_out_at(repair: Repair) -> datetime:
    moment = Task.objects.open().get(process__case_id=repair.pk).times_out_at
    assert moment
    return moment


def everything() -> dict[str, list[Any]]:
    """Every row of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
    }


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@pytest.fixture
def waiting() -> Repair:
    """A repair whose part may come for thirty days."""
    return making.repair(RepairState.WAITING)


@pytest.fixture
def late(waiting: Repair) -> Iterator[Repair]:
    """`waiting`, on the day when nobody waits for its part any longer."""
    with time_machine.travel(times_out_at(waiting) + timedelta(seconds=1)):
        yield waiting


@pytest.fixture
def past_its_end(waiting: Repair) -> str:
    """A day on which nobody waits for its part any longer."""
    return timezone.localdate(times_out_at(waiting) + timedelta(days=1)).isoformat()


def state_of(repair: Repair) -> str:
    return str(Repair.objects.values_list("state", flat=True).get(pk=repair.pk))


def test_a_month_ahead_by_mistake_ends_nothing_and_says_what_it_would_do(waiting, past_its_end):
    before = everything()
    told, why = refused("--as-of", past_its_end)
    assert everything() == before
    assert "time_outs : performed 1, refused 0, failed 0" in told
    assert f"  réparation {waiting} : Clore faute de pièce (délai échu le " in told
    assert f"Prévenus : {waiting.owner}." in told
    assert "n’est ni aujourd’hui ni demain : rien n’est fait" in why
    assert f"--force {past_its_end}" in why


@pytest.mark.parametrize("days", [-1, -400, 2])
def test_another_day_than_today_and_tomorrow_is_refused(days):
    assert "rien n’est fait" in refused("--as-of", in_days(days))[1]


@pytest.mark.parametrize("days", [0, 1])
def test_today_and_tomorrow_are_done(days, late):
    assert "time_outs : performed 1, refused 0, failed 0" in tick("--as-of", in_days(days))
    late.refresh_from_db()
    assert timezone.localdate(late.closed_at) == date.fromisoformat(in_days(days))


def test_the_date_given_twice_is_meant(waiting, past_its_end):
    tick("--as-of", past_its_end, "--force", past_its_end)
    assert state_of(waiting) == RepairState.DROPPED


def test_another_date_the_second_time_is_not(waiting, past_its_end):
    told, why = refused("--as-of", past_its_end, "--force", in_days(0))
    assert told == ""
    assert "n’est pas la date de --as-of" in why
    assert state_of(waiting) == RepairState.WAITING


def test_force_alone_asks_for_the_date(waiting, past_its_end, monkeypatch):
    _, why = refused("--as-of", past_its_end, "--force")
    assert "--force DATE" in why
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda asked: "oui")
    assert "« oui » n’est pas la date" in refused("--as-of", past_its_end, "--force")[1]
    assert state_of(waiting) == RepairState.WAITING
    monkeypatch.setattr("builtins.input", lambda asked: f" {past_its_end}")
    tick("--as-of", past_its_end, "--force")
    assert state_of(waiting) == RepairState.DROPPED


def test_a_rehearsal_is_for_a_copy(waiting, past_its_end, settings):
    settings.OSE_REHEARSAL = False
    assert "OSE_REHEARSAL=1" in refused("--as-of", past_its_end, "--rehearsal")[1]
    assert state_of(waiting) == RepairState.WAITING
    settings.OSE_REHEARSAL = True
    assert "rien n’est fait" in refused("--as-of", past_its_end)[1]
    tick("--as-of", past_its_end, "--rehearsal")
    assert state_of(waiting) == RepairState.DROPPED


def due_in(report: dict[str, Any], part: str) -> list[dict[str, Any]]:
    return [item for item in report["due"] if item["part"] == part]


def test_a_dry_run_says_what_to_whom_and_why_and_writes_nothing(waiting, past_its_end):
    before = everything()
    report = json.loads(tick("--as-of", past_its_end, "--dry-run", "--json"))
    assert everything() == before
    assert report["dry_run"] is True
    assert report["parts"]["time_outs"] == {"performed": 1, "refused": 0, "failed": 0}
    [item] = due_in(report, "time_outs")
    assert item["model"] == "toys.repair"
    assert item["pk"] == str(waiting.pk)
    assert item["about"] == f"réparation {waiting}"
    assert item["words"] == "Clore faute de pièce"
    assert item["why"].startswith("délai échu le ")
    assert item["told"] == [str(waiting.owner)]


def test_a_dry_run_lists_nothing_that_the_law_would_refuse(waiting):
    # A time-out that comes before the law allows it: the guard says no.
    Task.objects.open().filter(process__case_id=waiting.pk).update(times_out_at=timezone.now())
    report = json.loads(tick("--dry-run", "--json"))
    assert report["parts"]["time_outs"] == {"performed": 0, "refused": 1, "failed": 0}
    assert due_in(report, "time_outs") == []


@pytest.mark.usefixtures("late")
def test_what_is_done_is_said_in_json():
    report = json.loads(tick("--json"))
    assert report["dry_run"] is False
    assert report["parts"]["time_outs"] == {"performed": 1, "refused": 0, "failed": 0}
    assert "due" not in report


def test_it_prints_what_it_did_part_by_part(waiting, past_its_end):
    lines = tick("--as-of", past_its_end, "--force", past_its_end).splitlines()
    assert "time_outs : performed 1, refused 0, failed 0" in lines
    assert {line.partition(" :")[0] for line in lines} == set(ticking._parts)
    assert all(re.fullmatch(r"\w+ : \w+ \d+(, \w+ \d+)*", line) for line in lines)


@pytest.mark.parametrize("text", ["demain", "2026-02-30"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(CommandError, match="n’est pas une date"):
        call_command("tick", "--as-of", text)


@pytest.mark.usefixtures("late")
def test_it_does_the_rest_and_ends_with_code_1(monkeypatch):
    def broken(at: datetime) -> Iterator[Due]:
        raise OverflowError("date value out of range")

    monkeypatch.setattr(ticking, "_parts", {"broken": Part((), broken), **ticking._parts})
    done, why = refused()
    assert "Échecs : 1" in why
    assert "time_outs : performed 1" in done
