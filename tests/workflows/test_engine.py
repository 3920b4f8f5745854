"""`perform()`: the order of its checks, the three refusals, and nothing done by halves."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from labelling import operations
from labelling.enums import DossierState
from labelling.models import Dossier
from tests import factories
from workflows import rules
from workflows.actors import Actor
from workflows.engine import available, perform, verdict
from workflows.history import UnrecordedWrite
from workflows.models import Process, Task
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db


def open_task(dossier: Dossier) -> Task:
    return Task.objects.open().get(process__case_id=dossier.pk)


def test_a_transition_moves_the_state_and_tells_who_is_next() -> None:
    dossier = factories.dossier(DossierState.SUBMITTED)
    sacha = factories.instructor()
    task = open_task(dossier)
    perform(dossier, "take_charge", actor=Actor.of(sacha))
    dossier.refresh_from_db()
    assert (dossier.state, dossier.assignee) == (DossierState.UNDER_INSTRUCTION, sacha)
    task.refresh_from_db()
    assert task.status == "DONE"
    following = open_task(dossier)
    assert following.asks == "declare_admissible"
    assert following.audience == f"user:{sacha.pk}"
    assert timezone.localdate(following.due_at) == dossier.instruction_due_on


def test_the_history_row_says_who_what_and_from_where() -> None:
    dossier = factories.dossier(DossierState.SUBMITTED)
    sacha = factories.instructor()
    perform(dossier, "take_charge", actor=Actor.of(sacha))
    row = dossier.history.order_by("history_id").last()
    assert (row.transition, row.source, row.state) == (
        "take_charge",
        DossierState.SUBMITTED,
        DossierState.UNDER_INSTRUCTION,
    )
    assert row.actor == f"user:{sacha.pseudonym}"
    assert sacha.email not in row.canonical()


def test_a_stranger_is_forbidden_and_told_who_may() -> None:
    dossier = factories.dossier(DossierState.SUBMITTED)
    with pytest.raises(Forbidden) as refusal:
        perform(dossier, "take_charge", actor=Actor.of(factories.user()))
    assert "CRESS" in refusal.value.who
    dossier.refresh_from_db()
    assert dossier.state == DossierState.SUBMITTED


def test_a_cress_member_linked_to_the_structure_may_not_instruct() -> None:
    dossier = factories.dossier(DossierState.SUBMITTED)
    sacha = factories.instructor()
    factories.membership(sacha, dossier.organisation, role="contributor")
    with pytest.raises(Forbidden):
        perform(dossier, "take_charge", actor=Actor.of(sacha))


def test_unmet_conditions_are_all_listed_each_with_a_link() -> None:
    dossier = factories.dossier(DossierState.PRESENTED)
    person = factories.representative_of(dossier)
    with pytest.raises(Refused) as refusal:
        perform(dossier, "submit", actor=Actor.of(person))
    codes = {unmet.code for unmet in refusal.value.unmet}
    assert {"questioning_missing", "accessibility_missing", "no_commitments"} <= codes
    assert "presentation_missing" not in codes
    assert all(unmet.url for unmet in refusal.value.unmet)


def test_a_second_click_is_stale_and_says_who_was_first() -> None:
    dossier = factories.dossier(DossierState.SUBMITTED)
    seen_by_both = Dossier.objects.get(pk=dossier.pk)
    first = factories.instructor()
    perform(dossier, "take_charge", actor=Actor.of(first))
    with pytest.raises(Stale) as refusal:
        perform(seen_by_both, "take_charge", actor=Actor.of(factories.instructor()))
    assert refusal.value.change == "Dossier pris en charge"
    assert refusal.value.by == f"user:{first.pseudonym}"
    assert refusal.value.repeated


def test_another_action_on_what_moved_on_is_not_taken_for_a_second_click() -> None:
    dossier = factories.dossier(DossierState.SUBMITTED)
    person = factories.representative_of(dossier)
    client = Client()
    client.force_login(person)
    url = reverse("labelling:principle", args=[dossier.pk, "practices"])
    answer = client.post(url, {"text": "Écrit dans un autre onglet, avant.", "seen": ""})
    assert answer.status_code == 409
    assert "C’est déjà enregistré" not in answer.text
    assert "Votre action n’a rien modifié" in answer.text
    assert "Écrit dans un autre onglet" in answer.text


def test_whoever_is_deactivated_may_nothing_any_more() -> None:
    dossier = factories.dossier(DossierState.SUBMITTED)
    person = factories.instructor()
    person.is_active = False
    person.save()
    with pytest.raises(Forbidden):
        perform(dossier, "take_charge", actor=Actor.of(person))


def test_a_transition_the_law_does_not_allow_from_here_is_stale() -> None:
    dossier = factories.dossier(DossierState.COMMITTED)
    with pytest.raises(Stale):
        perform(dossier, "submit", actor=Actor.of(factories.representative_of(dossier)))


def test_a_reasoned_transition_wants_its_reason() -> None:
    dossier = factories.dossier(DossierState.REFUSED)
    with pytest.raises(Refused) as refusal:
        perform(dossier, "appeal", actor=Actor.of(factories.representative_of(dossier)))
    assert [unmet.field for unmet in refusal.value.unmet] == ["reason"]


def test_only_a_decision_about_this_case_validates_it() -> None:
    dossier = factories.dossier(DossierState.IN_DELIBERATION)
    other = factories.dossier(DossierState.IN_DELIBERATION)
    for actor in (
        Actor.of(factories.manager()),
        Actor.system("tests"),
        factories.decision(other, "validate"),
        factories.decision(dossier, "adjourn"),
    ):
        with pytest.raises(Forbidden):
            perform(dossier, "validate", actor=actor)


def test_a_failing_effect_leaves_state_task_history_and_outbox_untouched() -> None:
    dossier = factories.dossier(DossierState.IN_DELIBERATION)
    before = snapshot(dossier)

    def fail(context: rules.Context) -> None:
        raise RuntimeError("the label could not be granted")

    actor = factories.decision(dossier, "validate")
    with (
        mock.patch.dict(rules._effects, {"labelling.grant_label": fail}),
        pytest.raises(RuntimeError),
    ):
        perform(dossier, "validate", actor=actor)
    assert snapshot(dossier) == before


def snapshot(dossier: Dossier) -> dict[str, Any]:
    """All that a transition writes."""
    fresh = Dossier.objects.filter(pk=dossier.pk).values().get()
    return {
        "dossier": fresh,
        "history": dossier.history.count(),
        "tasks": list(Task.objects.order_by("pk").values()),
        "processes": list(Process.objects.order_by("pk").values()),
        "outbox": DBTaskResult.objects.count(),
        "recognitions": dossier.recognitions.count(),
    }


def test_withdrawing_cancels_what_nobody_answered() -> None:
    dossier = factories.dossier(DossierState.UNDER_INSTRUCTION)
    task = open_task(dossier)
    perform(dossier, "withdraw", actor=Actor.of(factories.representative_of(dossier)))
    task.refresh_from_db()
    assert task.status == "CANCELED"
    assert not Task.objects.open().filter(process__case_id=dossier.pk).exists()
    assert Process.objects.get(case_id=dossier.pk).status == "DONE"


def test_an_appeal_asks_the_committee_again() -> None:
    dossier = factories.dossier(DossierState.APPEALED)
    assert open_task(dossier).asks == "enter_deliberation"
    assert dossier.processes.count() == 2


def test_an_action_writes_history_but_moves_nothing() -> None:
    dossier = factories.dossier(DossierState.COMMITTED)
    person = factories.representative_of(dossier)
    told = DBTaskResult.objects.count()
    operations.write_evidence(
        dossier, principle="practices", text="Nos pratiques.", actor=Actor.of(person)
    )
    dossier.refresh_from_db()
    assert dossier.state == DossierState.COMMITTED
    assert dossier.history.first().transition == "write_evidence"
    evidence = dossier.evidence.get(principle="practices")
    assert evidence.history.first().text == "Nos pratiques."
    assert DBTaskResult.objects.count() == told


def test_two_people_writing_the_same_text_do_not_overwrite_each_other() -> None:
    dossier = factories.dossier(DossierState.COMMITTED)
    actor = Actor.of(factories.representative_of(dossier))
    operations.write_evidence(dossier, principle="practices", text="Un.", actor=actor)
    seen = dossier.evidence.get(principle="practices").history_head
    operations.write_evidence(dossier, principle="practices", text="Deux.", actor=actor, seen=seen)
    with pytest.raises(Stale):
        operations.write_evidence(
            dossier, principle="practices", text="Trois.", actor=actor, seen=seen
        )
    assert dossier.evidence.get(principle="practices").text == "Deux."


def test_saving_or_deleting_behind_the_engine_fails() -> None:
    dossier = factories.dossier(DossierState.COMMITTED)
    dossier.commitments = "En douce."
    with pytest.raises(UnrecordedWrite):
        dossier.save()
    with pytest.raises(AttributeError):
        dossier.state = DossierState.VALIDATED
    organisation = factories.organisation()
    with pytest.raises(UnrecordedWrite):
        organisation.delete()


def test_the_verdict_and_the_door_agree() -> None:
    dossier = factories.dossier(DossierState.PRESENTED)
    actor = Actor.of(factories.representative_of(dossier))
    asked = verdict(dossier, "submit", actor=actor)
    with pytest.raises(Refused) as refusal:
        perform(dossier, "submit", actor=actor)
    assert asked.permitted
    assert tuple(asked.unmet) == refusal.value.unmet
    factories.fill(dossier, factories.representative_of(dossier))
    assert verdict(dossier, "submit", actor=actor).allowed
    perform(dossier, "submit", actor=actor)


def test_buttons_are_those_of_the_state_and_the_role() -> None:
    dossier = factories.dossier(DossierState.SUBMITTED)
    names = {
        item.transition.name
        for item in available(dossier, actor=Actor.of(factories.representative_of(dossier)))
    }
    assert names == {"withdraw"}
    names = {
        item.transition.name for item in available(dossier, actor=Actor.of(factories.instructor()))
    }
    assert names == {"take_charge"}


def test_the_clock_pauses_while_the_structure_answers() -> None:
    dossier = factories.dossier(DossierState.TO_COMPLETE)
    due = dossier.instruction_due_on
    assert due is not None
    person = factories.representative_of(dossier)
    for complement in dossier.complements.all():
        operations.answer_complement(
            dossier, complement_id=complement.pk, answer="Voici.", actor=Actor.of(person)
        )
    later = timezone.now() + timedelta(days=9)
    perform(dossier, "resubmit", actor=Actor.of(person), at=later)
    assert dossier.instruction_due_on == due + timedelta(days=9)


def test_the_clock_stands_still_while_the_committee_has_the_dossier() -> None:
    dossier = factories.dossier(DossierState.IN_DELIBERATION)
    due = dossier.instruction_due_on
    assert due is not None
    adjourned = timezone.now() + timedelta(days=60)
    perform(
        dossier,
        "adjourn",
        actor=factories.decision(dossier, "adjourn"),
        reason="Précisez le plan d’actions.",
        at=adjourned,
    )
    person = Actor.of(factories.representative_of(dossier))
    complement = dossier.complements.get()
    operations.answer_complement(
        dossier, complement_id=complement.pk, answer="Voici.", actor=person
    )
    perform(dossier, "resubmit", actor=person, at=adjourned + timedelta(days=10))
    assert dossier.instruction_due_on == due + timedelta(days=70)


def test_numbers_follow_each_other_and_a_refused_deposit_takes_none() -> None:
    first = factories.dossier(DossierState.SUBMITTED)
    incomplete = factories.dossier(DossierState.PRESENTED)
    with pytest.raises(Refused):
        perform(incomplete, "submit", actor=Actor.of(factories.representative_of(incomplete)))
    second = factories.dossier(DossierState.SUBMITTED)
    assert first.reference is not None
    prefix, number = first.reference.rsplit("-", 1)
    assert second.reference == f"{prefix}-{int(number) + 1:04d}"
