"""`perform()`: the order of its checks, the three refusals, and nothing done by halves."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import factories
from tests.toys import making
from tests.toys.enums import RepairState
from tests.toys.inputs import Fault, PartAwaited
from tests.toys.models import MENDED_WITHIN, Repair, Thanks
from tests.toys.rulebook import ToyRules
from workflows.actors import Actor
from workflows.engine import amend, available, create, perform, verdict
from workflows.history import UnrecordedWrite
from workflows.models import Process, Task
from workflows.rules import Context
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db


def open_task(repair: Repair) -> Task:
    return Task.objects.open().get(process__case_id=repair.pk)


def test_a_transition_moves_the_state_and_tells_who_is_next() -> None:
    repair = making.repair(RepairState.ASKED)
    sacha = making.mender_of(repair)
    task = open_task(repair)
    perform(repair, "take_charge", actor=Actor.of(sacha))
    repair.refresh_from_db()
    assert (repair.state, repair.assignee) == (RepairState.UNDER_WAY, sacha)
    task.refresh_from_db()
    assert task.status == "DONE"
    perform(
        repair,
        "ask_for_part",
        actor=Actor.of(sacha),
        data=PartAwaited(timezone.localdate() + timedelta(days=9)),
    )
    following = open_task(repair)
    assert following.asks == "bring_part"
    assert following.audience == f"user:{repair.owner.pk}"
    assert timezone.localdate(following.due_at) == repair.part_due_on


def test_the_history_row_says_who_what_and_from_where() -> None:
    repair = making.repair(RepairState.ASKED)
    sacha = making.mender_of(repair)
    perform(repair, "take_charge", actor=Actor.of(sacha))
    row = repair.history.order_by("history_id").last()
    assert (row.transition, row.source, row.state) == (
        "take_charge",
        RepairState.ASKED,
        RepairState.UNDER_WAY,
    )
    assert row.actor == f"user:{sacha.pseudonym}"
    assert sacha.email not in row.canonical()


def test_a_stranger_is_forbidden_and_told_who_may() -> None:
    repair = making.repair(RepairState.ASKED)
    with pytest.raises(Forbidden) as refusal:
        perform(repair, "take_charge", actor=Actor.of(factories.user()))
    assert refusal.value.who == "les personnes invitées à réparer"
    repair.refresh_from_db()
    assert repair.state == RepairState.ASKED


def test_unmet_conditions_are_all_listed_each_with_a_link() -> None:
    repair = making.repair(RepairState.DRAFT)
    with pytest.raises(Refused) as refusal:
        perform(repair, "ask", actor=Actor.of(repair.owner))
    assert [unmet.code for unmet in refusal.value.unmet] == ["no_fault", "no_photo"]
    assert all(unmet.url for unmet in refusal.value.unmet)


def test_what_is_typed_is_judged_at_the_door_and_not_before() -> None:
    repair = making.repair(RepairState.UNDER_WAY)
    actor = Actor.of(repair.assignee)
    assert verdict(repair, "ask_for_part", actor=actor).allowed
    with pytest.raises(Refused) as refusal:
        perform(repair, "ask_for_part", actor=actor, data=PartAwaited(timezone.localdate()))
    assert [unmet.field for unmet in refusal.value.unmet] == ["part_due_on"]


@pytest.mark.parametrize("given", [None, Fault("Roue voilée.")])
def test_an_action_takes_its_own_input_and_no_other(given: object) -> None:
    repair = making.repair(RepairState.UNDER_WAY)
    with pytest.raises(TypeError, match="ask_for_part takes PartAwaited"):
        perform(repair, "ask_for_part", actor=Actor.of(repair.assignee), data=given)
    with pytest.raises(TypeError, match="bring_part takes NoneType, not Fault"):
        perform(repair, "bring_part", actor=Actor.of(repair.owner), data=Fault("Roue voilée."))


def test_a_second_click_is_stale_and_says_who_was_first() -> None:
    repair = making.repair(RepairState.ASKED)
    seen_by_both = Repair.objects.get(pk=repair.pk)
    first, second = making.mender_of(repair), making.mender_of(repair)
    perform(repair, "take_charge", actor=Actor.of(first))
    with pytest.raises(Stale) as refusal:
        perform(seen_by_both, "take_charge", actor=Actor.of(second))
    assert refusal.value.change == "Réparation prise en charge"
    assert refusal.value.by == f"user:{first.pseudonym}"
    assert refusal.value.repeated


def test_whoever_is_deactivated_may_nothing_any_more() -> None:
    repair = making.repair(RepairState.ASKED)
    person = making.mender_of(repair)
    person.is_active = False
    person.save()
    with pytest.raises(Forbidden):
        perform(repair, "take_charge", actor=Actor.of(person))


def test_a_transition_the_law_does_not_allow_from_here_is_stale() -> None:
    repair = making.repair(RepairState.UNDER_WAY)
    with pytest.raises(Stale):
        perform(repair, "ask", actor=Actor.of(repair.owner))


def test_a_reasoned_transition_wants_its_reason() -> None:
    repair = making.repair(RepairState.REFUSED)
    with pytest.raises(Refused) as refusal:
        perform(repair, "contest", actor=Actor.of(repair.owner), reason=" ")
    assert [unmet.field for unmet in refusal.value.unmet] == ["reason"]


def test_only_a_decision_about_this_case_accepts_it() -> None:
    repair, other = making.repair(RepairState.UNDER_WAY), making.repair(RepairState.UNDER_WAY)
    for actor in (
        Actor.of(repair.assignee),
        Actor.system("tests"),
        making.decision(other),
        making.decision(repair, "refuse"),
    ):
        with pytest.raises(Forbidden):
            perform(repair, "accept", actor=actor)


def test_an_effect_writes_in_the_same_breath() -> None:
    repair = making.repair(RepairState.MENDED)
    thanks = Thanks.objects.get(repair=repair)
    assert thanks.history.get().history_date == repair.closed_at


def test_a_failing_effect_leaves_state_task_history_and_outbox_untouched() -> None:
    repair = making.repair(RepairState.UNDER_WAY)
    before = snapshot(repair)
    thank = ToyRules.thank.run

    def fail(context: Context) -> None:
        thank(context)
        raise RuntimeError("the thanks were lost")

    with (
        mock.patch.object(ToyRules.thank, "run", fail),
        pytest.raises(RuntimeError),
    ):
        perform(repair, "accept", actor=making.decision(repair))
    assert snapshot(repair) == before


def snapshot(repair: Repair) -> dict[str, Any]:
    """All that a transition writes."""
    return {
        "repair": Repair.objects.filter(pk=repair.pk).values().get(),
        "history": repair.history.count(),
        "tasks": list(Task.objects.order_by("pk").values()),
        "processes": list(Process.objects.order_by("pk").values()),
        "outbox": DBTaskResult.objects.count(),
        "thanks": Thanks.objects.count(),
    }


def test_dropping_cancels_what_nobody_answered() -> None:
    repair = making.repair(RepairState.UNDER_WAY)
    task = open_task(repair)
    perform(repair, "drop", actor=Actor.of(repair.owner))
    task.refresh_from_db()
    assert task.status == "CANCELED"
    assert not Task.objects.open().filter(process__case_id=repair.pk).exists()
    assert Process.objects.get(case_id=repair.pk).status == "DONE"


def test_what_ended_and_begins_again_has_a_second_process() -> None:
    repair = making.repair(RepairState.REFUSED)
    assert not Task.objects.open().filter(process__case_id=repair.pk).exists()
    perform(repair, "contest", actor=Actor.of(repair.owner), reason="Je la trouve, la pièce.")
    assert open_task(repair).asks == "take_charge"
    assert repair.processes.count() == 2


def test_an_action_writes_history_but_moves_nothing_and_tells_nobody() -> None:
    repair = making.repair(RepairState.DRAFT)
    told = DBTaskResult.objects.count()
    task = open_task(repair)
    perform(repair, "describe", actor=Actor.of(repair.owner), data=Fault("Roue voilée."))
    repair.refresh_from_db()
    assert (repair.state, repair.fault) == (RepairState.DRAFT, "Roue voilée.")
    row = repair.history.latest("history_id")
    assert (row.transition, row.fault) == ("describe", "Roue voilée.")
    assert open_task(repair) == task
    assert DBTaskResult.objects.count() == told


def test_two_people_writing_the_same_words_do_not_overwrite_each_other() -> None:
    repair = making.repair(RepairState.DRAFT)
    actor = Actor.of(repair.owner)
    thanks = create(Thanks(repair=repair, words="Un."), actor=actor)
    seen = thanks.history_head
    now = timezone.now()
    amend(thanks, action="write", actor=actor, at=now, seen=seen, words="Deux.")
    with pytest.raises(Stale):
        amend(thanks, action="write", actor=actor, at=now, seen=seen, words="Trois.")
    assert Thanks.objects.get().words == "Deux."


def test_saving_or_deleting_behind_the_engine_fails() -> None:
    repair = making.repair(RepairState.DRAFT)
    repair.fault = "En douce."
    with pytest.raises(UnrecordedWrite):
        repair.save()
    with pytest.raises(AttributeError):
        repair.state = RepairState.MENDED
    thanks = create(Thanks(repair=repair, words="Merci."), actor=factories.SYSTEM)
    with pytest.raises(UnrecordedWrite):
        thanks.delete()


def test_what_is_born_in_another_state_than_the_law_says_is_not_created() -> None:
    grown = Repair(
        owner=factories.user(),
        title="Une brouette",
        kind=Repair._meta.label_lower,
        opened_at=timezone.now(),
        state=RepairState.ASKED,
    )
    with pytest.raises(ValueError, match="begins in draft"):
        create(grown, actor=factories.SYSTEM, action="bring")
    assert not Repair.objects.exists()


def test_the_verdict_and_the_door_agree() -> None:
    repair = making.repair(RepairState.DRAFT)
    actor = Actor.of(repair.owner)
    asked = verdict(repair, "ask", actor=actor)
    with pytest.raises(Refused) as refusal:
        perform(repair, "ask", actor=actor)
    assert asked.permitted
    assert tuple(asked.unmet) == refusal.value.unmet
    making.describe(repair)
    assert verdict(repair, "ask", actor=actor).allowed
    perform(repair, "ask", actor=actor)


def test_buttons_are_those_of_the_state_and_the_role() -> None:
    repair = making.repair(RepairState.ASKED)

    def names(person: Any) -> set[str]:
        return {item.transition.name for item in available(repair, actor=Actor.of(person))}

    assert names(repair.owner) == {"drop"}
    assert names(making.mender_of(repair)) == {"take_charge"}
    assert names(factories.user()) == set()


def test_numbers_follow_each_other_and_a_refused_one_takes_none() -> None:
    first, incomplete = making.repair(RepairState.ASKED), making.repair(RepairState.DRAFT)
    with pytest.raises(Refused):
        perform(incomplete, "ask", actor=Actor.of(incomplete.owner))
    second = making.repair(RepairState.ASKED)
    assert first.reference is not None
    prefix, number = first.reference.rsplit("-", 1)
    assert second.reference == f"{prefix}-{int(number) + 1:04d}"
    assert first.due_on == timezone.localdate() + MENDED_WITHIN


def test_a_creation_begins_where_the_law_says() -> None:
    repair = Repair(owner=factories.user(), state=RepairState.MENDED)
    with pytest.raises(ValueError, match="begins in draft"):
        create(repair, actor=factories.SYSTEM, action="bring")
