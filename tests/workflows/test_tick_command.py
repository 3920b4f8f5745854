"""`manage.py tick`: for today and tomorrow; another day is only rehearsed, unless it is meant."""

import io
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from tests import factories
from workflows.models import Task

pytestmark = pytest.mark.django_db


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


def deadline(dossier: Dossier) -> datetime:
    due = Task.objects.open().get(process__case_id=dossier.pk).due_at
    assert due
    return due


def everything() -> dict[str, list[Any]]:
    """Every row of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
    }


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@pytest.fixture
def label() -> Recognition:
    """A label that runs, for three years."""
    return Recognition.objects.get(case=factories.dossier("validated"))


@pytest.fixture
def late() -> Iterator[Dossier]:
    """A dossier whose complements were due the day before yesterday."""
    found = factories.dossier("to_complete")
    with time_machine.travel(deadline(found) + timedelta(days=2)):
        yield found


@pytest.fixture
def past_its_end(label: Recognition) -> str:
    """A day on which `label` has ended."""
    return (label.valid_until + timedelta(days=1)).isoformat()


def state_of(label: Recognition) -> str:
    return str(Recognition.objects.values_list("state", flat=True).get(pk=label.pk))


def test_a_year_ahead_by_mistake_ends_no_label_and_says_what_it_would_do(label, past_its_end):
    before = everything()
    told, why = refused("--as-of", past_its_end)
    assert state_of(label) == RecognitionState.ACTIVE
    assert everything() == before
    assert "recognitions : renewed 0, started 0, expired 1, failed 0" in told
    assert f"reconnaissance {label.number} : " in told
    assert "n’est ni aujourd’hui ni demain : rien n’est fait" in why
    assert f"--force {past_its_end}" in why


@pytest.mark.parametrize("days", [-1, -400, 2])
def test_another_day_than_today_and_tomorrow_is_refused(days):
    assert "rien n’est fait" in refused("--as-of", in_days(days))[1]


@pytest.mark.parametrize("days", [0, 1])
def test_today_and_tomorrow_are_done(days, late):
    assert "late_complements : reminded 1, failed 0" in tick("--as-of", in_days(days))
    late.refresh_from_db()
    assert late.reminded_on == date.fromisoformat(in_days(days))


def test_the_date_given_twice_is_meant(label, past_its_end):
    tick("--as-of", past_its_end, "--force", past_its_end)
    assert state_of(label) == RecognitionState.EXPIRED


def test_another_date_the_second_time_is_not(label, past_its_end):
    told, why = refused("--as-of", past_its_end, "--force", in_days(0))
    assert told == ""
    assert "n’est pas la date de --as-of" in why
    assert state_of(label) == RecognitionState.ACTIVE


def test_force_alone_asks_for_the_date(label, past_its_end, monkeypatch):
    _, why = refused("--as-of", past_its_end, "--force")
    assert "--force DATE" in why
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda asked: "oui")
    assert "« oui » n’est pas la date" in refused("--as-of", past_its_end, "--force")[1]
    assert state_of(label) == RecognitionState.ACTIVE
    monkeypatch.setattr("builtins.input", lambda asked: f" {past_its_end}")
    tick("--as-of", past_its_end, "--force")
    assert state_of(label) == RecognitionState.EXPIRED


def test_a_rehearsal_is_for_a_copy(label, past_its_end, settings):
    settings.OSE_REHEARSAL = False
    assert "OSE_REHEARSAL=1" in refused("--as-of", past_its_end, "--rehearsal")[1]
    assert state_of(label) == RecognitionState.ACTIVE
    settings.OSE_REHEARSAL = True
    assert "rien n’est fait" in refused("--as-of", past_its_end)[1]
    tick("--as-of", past_its_end, "--rehearsal")
    assert state_of(label) == RecognitionState.EXPIRED


def due_in(report: dict[str, Any], part: str) -> list[dict[str, Any]]:
    return [item for item in report["due"] if item["part"] == part]


def test_a_dry_run_says_what_to_whom_and_why_and_writes_nothing():
    dossier = factories.dossier("to_complete")
    representative = factories.representative_of(dossier)
    late = deadline(dossier) + timedelta(days=2)
    before = everything()
    report = json.loads(
        tick("--as-of", timezone.localdate(late).isoformat(), "--dry-run", "--json")
    )
    assert everything() == before
    assert report["dry_run"] is True
    assert report["parts"]["late_complements"] == {"reminded": 1, "failed": 0}
    [item] = due_in(report, "late_complements")
    assert item["model"] == "labelling.dossier"
    assert item["pk"] == str(dossier.pk)
    assert dossier.title in item["about"]
    assert item["why"].startswith("compléments attendus le ")
    assert item["told"] == [str(representative)]
    dossier.refresh_from_db()
    assert dossier.reminded_on is None


def test_a_dry_run_lists_nothing_that_the_law_would_refuse():
    dossier = factories.dossier("to_complete")
    task = Task.objects.open().get(process__case_id=dossier.pk)
    assert task.times_out_at
    # Nothing is closed that was not reminded.
    at = timezone.localdate(task.times_out_at + timedelta(days=1)).isoformat()
    report = json.loads(tick("--as-of", at, "--dry-run", "--json"))
    assert report["parts"]["time_outs"] == {"performed": 0, "refused": 1, "failed": 0}
    assert due_in(report, "time_outs") == []


def test_a_reminder_names_the_dossier_and_whoever_is_asked():
    dossier = factories.dossier("to_complete")
    soon = timezone.localdate(deadline(dossier) - timedelta(days=3)).isoformat()
    text = tick("--as-of", soon, "--dry-run")
    assert f"dossier {dossier}" in text
    assert "Rappel, échéance proche" in text
    assert f"Prévenus : {factories.representative_of(dossier)}." in text


@pytest.mark.usefixtures("late")
def test_what_is_done_is_said_in_json():
    report = json.loads(tick("--json"))
    assert report["dry_run"] is False
    assert report["parts"]["late_complements"] == {"reminded": 1, "failed": 0}
    assert "due" not in report
