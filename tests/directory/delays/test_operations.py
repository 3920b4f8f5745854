"""What the direction may decide of delays, and what it is refused."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.delays.enums import Unit
from directory.delays.in_force import delay
from directory.delays.lengths import Length
from directory.delays.models import DelayChange
from directory.delays.operations import NewLength, change_delay, last_act_on, undo_change
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState
from labelling.instruction.operations import answer_complement
from labelling.instruction.reading.clock import clock_of
from tests import factories
from tests.delays import changed
from workflows.actors import Actor
from workflows.engine import perform
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db


def decide(key: str, number: int, unit: Unit = Unit.DAY, **more: Any) -> DelayChange:
    days = more.pop("in_days", 0)
    new = NewLength(key, Length(number, unit), timezone.localdate() + timedelta(days=days))
    given: dict[str, Any] = {"reason": "Parce que.", "actor": Actor.of(factories.manager())}
    return change_delay(new, **given | more)


@pytest.mark.parametrize(
    ("key", "number", "unit", "code"),
    [
        ("appeal_months", 1, Unit.MONTH, "bounds"),
        ("appeal_months", 60, Unit.DAY, "unit"),
        ("review_answer", 14, Unit.DAY, "bounds"),
        ("review_answer", 14, Unit.WORKING_DAY, "bounds"),
        ("suspension_months", 7, Unit.MONTH, "bounds"),
        ("extension_months", 13, Unit.MONTH, "bounds"),
        ("session_notice", 4, Unit.DAY, "bounds"),
        ("complements", 0, Unit.DAY, "bounds"),
        ("complements", -3, Unit.DAY, "bounds"),
        ("complements", 10**9, Unit.DAY, "bounds"),
        ("complements", 30, Unit.DAY, "unchanged"),
        ("label_years", 4, Unit.YEAR, "past"),
    ],
)
def test_what_is_out_of_bounds_is_refused(key: str, number: int, unit: Unit, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(key, number, unit)
    assert [unmet.code for unmet in refusal.value.unmet] == [code]
    assert not DelayChange.objects.exists()


@pytest.mark.parametrize(("in_days", "code"), [(-1, "past"), (2_000, "too_far")])
def test_neither_the_past_nor_a_day_too_far(in_days: int, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide("complements", 45, in_days=in_days)
    assert [unmet.code for unmet in refusal.value.unmet] == [code]


def test_the_reason_stays_and_none_is_refused() -> None:
    with pytest.raises(Refused):
        decide("complements", 45, reason="  ")
    decide("complements", 45, reason="Les structures sont bénévoles.")
    row = DelayChange.history.get()
    assert (row.transition, row.reason) == ("decide", "Les structures sont bénévoles.")


def test_only_the_direction_decides() -> None:
    for person in (factories.instructor(), factories.user()):
        with pytest.raises(Forbidden):
            decide("complements", 45, actor=Actor.of(person))
    made = decide("complements", 45, in_days=3)
    with pytest.raises(Forbidden):
        undo_change(made, reason="Non.", actor=Actor.of(factories.instructor()))


def test_who_saw_another_delay_is_told() -> None:
    seen = last_act_on("complements")
    decide("complements", 45)
    with pytest.raises(Stale):
        decide("complements", 50, seen=seen)
    decide("reminder", 10, seen="")  # another delay stands as it was seen
    assert delay("complements") == Length(45)


def test_a_change_is_undone_until_it_holds() -> None:
    made = decide("complements", 45, in_days=3)
    with pytest.raises(Refused):
        undo_change(made, reason=" ", actor=factories.SYSTEM)
    undo_change(made, reason="Trop long.", actor=factories.SYSTEM)
    with pytest.raises(Stale):
        undo_change(made, reason="Encore.", actor=factories.SYSTEM)
    held = decide("complements", 45)
    with pytest.raises(Refused):
        undo_change(held, reason="Trop tard.", actor=factories.SYSTEM)
    acts = DelayChange.history.order_by("history_id").values_list("transition", flat=True)
    assert list(acts) == ["decide", "undo", "decide"]


@pytest.mark.parametrize(
    "values",
    [
        {"key": "appeal_months", "number": 1, "unit": "month"},
        {"key": "appeal_months", "number": 90, "unit": "day"},
        {"key": "review_answer", "number": 14, "unit": "day"},
        {"number": 0},
        {"unit": "week"},
        {"holds_from": timezone.localdate() - timedelta(days=1)},
        {"undone_on": timezone.localdate()},
    ],
)
@pytest.mark.breaks_history
def test_the_database_refuses_it_as_well(values: dict[str, Any]) -> None:
    made = changed("complements", 45)
    with pytest.raises(IntegrityError), transaction.atomic():
        DelayChange.objects.filter(pk=made.pk).update(**values)


def on_monday() -> Any:
    """The 26 April 2027, before the Ascension and Whit Monday."""
    return time_machine.travel(datetime(2027, 4, 26, 8, tzinfo=UTC), tick=False)


def test_an_instruction_in_working_days_says_so_and_keeps_its_unit() -> None:
    with on_monday():
        changed("admissibility", 10, Unit.WORKING_DAY)
        filed = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
        changed("admissibility", 20)
        again = Dossier.objects.get(pk=filed.pk)
        assert again.promised == Length(10, Unit.WORKING_DAY)
        assert again.instruction_due_on == date(2027, 5, 11)
        clock = clock_of(again, date(2027, 5, 7))
        assert clock is not None
        assert clock.words == "Jour ouvré\u00a08 sur\u00a010"
        after = factories.dossier(ApplicationState.SUBMITTED)
        assert after.instruction_due_on == date(2027, 5, 16)


def test_its_clock_resumes_with_the_working_days_that_were_left() -> None:
    with on_monday():
        changed("admissibility", 10, Unit.WORKING_DAY)
        asked = factories.dossier(ApplicationState.TO_COMPLETE)
        person = Actor.of(factories.representative_of(asked))
        for item in asked.complements.all():
            answer_complement(asked, complement_id=item.pk, answer="Voici.", actor=person)
    back = datetime(2027, 5, 13, 8, tzinfo=UTC)
    with time_machine.travel(back, tick=False):
        perform(asked, "resubmit", actor=person)
    assert asked.instruction_due_on == date(2027, 5, 28)
    clock = clock_of(asked, back.date())
    assert clock is not None
    assert clock.words == "Jour ouvré\u00a00 sur\u00a010, sans les 12\u00a0jours ouvrés de pause"
