"""A structure whose complements are late is reminded, then its dossier is closed."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState
from labelling.instruction.operations import answer_complement
from tests import factories
from workflows.actors import Actor
from workflows.background import ticking
from workflows.background.ticking import run_tick
from workflows.engine import perform
from workflows.models import Task
from workflows.verdicts import Refused

pytestmark = pytest.mark.django_db
NOTHING = {"performed": 0, "refused": 0, "failed": 0}


def lapse(dossier: Dossier) -> datetime:
    """When the flow stops waiting for the complements; in France, for days to be its days."""
    moment = Task.objects.open().get(process__case_id=dossier.pk).times_out_at
    assert moment is not None
    return timezone.localtime(moment)


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
    assert run_tick(last_day + timedelta(days=1))["time_outs"] == {**NOTHING, "performed": 1}

    dossier.refresh_from_db()
    assert dossier.state == ApplicationState.CLOSED
    assert dossier.reminded_on == due + timedelta(days=1)
    rows = dossier.history.order_by("history_id").values_list("transition", "actor")
    assert list(rows)[-2:] == [("remind_late", "system:tick"), ("close_inactive", "system:tick")]
    assert not Task.objects.open().filter(process__case_id=dossier.pk).exists()


def test_after_weeks_without_a_tick_the_reminder_still_comes_first_and_the_grace_after():
    dossier = factories.dossier("to_complete")
    late = lapse(dossier) + timedelta(days=20)
    assert run_tick(late)["time_outs"] == {**NOTHING, "refused": 1}
    dossier.refresh_from_db()
    assert dossier.state == ApplicationState.TO_COMPLETE
    assert dossier.reminded_on == timezone.localdate(late)
    assert run_tick(late + timedelta(days=30))["time_outs"] == {**NOTHING, "refused": 1}
    assert run_tick(late + timedelta(days=31))["time_outs"] == {**NOTHING, "performed": 1}


def test_an_answer_forgets_the_reminder():
    dossier = factories.dossier("to_complete")
    run_tick(lapse(dossier) - timedelta(days=30))
    actor = Actor.of(factories.representative_of(dossier))
    asked = dossier.complements.get()
    answer_complement(dossier, complement_id=asked.pk, answer="Une responsable.", actor=actor)
    perform(dossier, "resubmit", actor=actor)
    assert (dossier.state, dossier.reminded_on) == (ApplicationState.UNDER_INSTRUCTION, None)


def test_nothing_is_closed_that_was_not_reminded():
    dossier = factories.dossier("to_complete")
    long_after = timezone.now() + timedelta(days=365)
    with pytest.raises(Refused) as refused:
        perform(dossier, "close_inactive", actor=Actor.system("tick"), at=long_after)
    assert [unmet.code for unmet in refused.value.unmet] == ["not_reminded"]


def test_a_dossier_that_fails_is_logged_and_the_next_is_reminded(monkeypatch, caplog):
    bad, good = factories.dossier("to_complete"), factories.dossier("to_complete")

    def failing(case: Dossier, name: str, **words: Any) -> Dossier:
        if case.pk == bad.pk:
            raise OverflowError("a broken row")
        return perform(case, name, **words)

    monkeypatch.setattr(ticking, "perform", failing)
    assert run_tick(lapse(good))["late_complements"] == {"reminded": 1, "failed": 1}
    assert "a broken row" in caplog.text


def test_a_dry_run_tells_whom_it_would_remind_and_of_what():
    dossier = factories.dossier("to_complete")
    [item] = due_at(lapse(dossier) - timedelta(days=29), "late_complements")
    assert item.row == dossier
    assert dossier.title in item.about
    assert item.why.startswith("compléments attendus le ")
    assert item.would_reach == [str(factories.representative_of(dossier))]


def test_a_reminder_of_a_deadline_names_the_dossier_and_whoever_is_asked():
    dossier = factories.dossier("to_complete")
    due = Task.objects.open().get(process__case_id=dossier.pk).due_at
    assert due
    [item] = due_at(due - timedelta(days=3), "reminders")
    assert item.about == f"dossier {dossier}"
    assert "Rappel, échéance proche" in item.words
    assert item.would_reach == [str(factories.representative_of(dossier))]


def due_at(at: datetime, part: str) -> list[ticking.Due]:
    """What `part` would do at that moment; nothing is done."""
    found: list[tuple[str, ticking.Due]] = []
    run_tick(at, rehearse=True, note=lambda name, due: found.append((name, due)))
    return [due for name, due in found if name == part]
