"""A dossier's law: every state can be reached lawfully, and each refusal says what is missing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from labelling.evidence.operations import write_evidence
from labelling.instruction.enums import ApplicationState
from labelling.instruction.operations import answer_complement
from tests import factories
from workflows.actors import Actor
from workflows.engine import perform
from workflows.models import Task
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", list(ApplicationState))
def test_every_state_is_reached_through_the_engine(state: ApplicationState) -> None:
    assert factories.dossier(state).state == state


def test_a_cress_member_linked_to_the_structure_may_not_instruct() -> None:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    sacha = factories.instructor()
    factories.membership(sacha, dossier.organisation, role="contributor")
    with pytest.raises(Forbidden):
        perform(dossier, "take_charge", actor=Actor.of(sacha))


def test_a_deposit_lists_all_that_is_missing_each_with_a_link() -> None:
    dossier = factories.dossier(ApplicationState.PRESENTED)
    person = factories.representative_of(dossier)
    with pytest.raises(Refused) as refusal:
        perform(dossier, "submit", actor=Actor.of(person))
    codes = {unmet.code for unmet in refusal.value.unmet}
    assert {"questioning_missing", "accessibility_missing", "no_commitments"} <= codes
    assert "presentation_missing" not in codes
    assert all(unmet.url for unmet in refusal.value.unmet)


def test_another_action_on_what_moved_on_is_not_taken_for_a_second_click() -> None:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    person = factories.representative_of(dossier)
    client = Client()
    client.force_login(person)
    url = reverse("labelling:principle", args=[dossier.pk, "practices"])
    answer = client.post(url, {"text": "Écrit dans un autre onglet, avant.", "seen": ""})
    assert answer.status_code == 409
    assert "C’est déjà enregistré" not in answer.text
    assert "Votre action n’a rien modifié" in answer.text
    assert "Écrit dans un autre onglet" in answer.text


def test_only_a_decision_about_this_case_validates_it() -> None:
    dossier = factories.dossier(ApplicationState.IN_DELIBERATION)
    other = factories.dossier(ApplicationState.IN_DELIBERATION)
    for actor in (
        Actor.of(factories.manager()),
        Actor.system("tests"),
        factories.decision(other, "validate"),
        factories.decision(dossier, "adjourn"),
    ):
        with pytest.raises(Forbidden):
            perform(dossier, "validate", actor=actor)


def test_an_appeal_asks_the_committee_again() -> None:
    dossier = factories.dossier(ApplicationState.APPEALED)
    assert Task.objects.open().get(process__case_id=dossier.pk).asks == "enter_deliberation"
    assert dossier.processes.count() == 2


def test_writing_evidence_leaves_its_row_and_moves_nothing() -> None:
    dossier = factories.dossier(ApplicationState.COMMITTED)
    person = factories.representative_of(dossier)
    told = DBTaskResult.objects.count()
    write_evidence(dossier, principle="practices", text="Nos pratiques.", actor=Actor.of(person))
    dossier.refresh_from_db()
    assert dossier.state == ApplicationState.COMMITTED
    assert dossier.history.first().transition == "write_evidence"
    evidence = dossier.evidence.get(principle="practices")
    assert evidence.history.first().text == "Nos pratiques."
    assert DBTaskResult.objects.count() == told


def test_two_people_writing_the_same_text_do_not_overwrite_each_other() -> None:
    dossier = factories.dossier(ApplicationState.COMMITTED)
    actor = Actor.of(factories.representative_of(dossier))
    write_evidence(dossier, principle="practices", text="Un.", actor=actor)
    seen = dossier.evidence.get(principle="practices").history_head
    write_evidence(dossier, principle="practices", text="Deux.", actor=actor, seen=seen)
    with pytest.raises(Stale):
        write_evidence(dossier, principle="practices", text="Trois.", actor=actor, seen=seen)
    assert dossier.evidence.get(principle="practices").text == "Deux."


def test_the_clock_pauses_while_the_structure_answers() -> None:
    dossier = factories.dossier(ApplicationState.TO_COMPLETE)
    due = dossier.instruction_due_on
    assert due is not None
    person = factories.representative_of(dossier)
    for complement in dossier.complements.all():
        answer_complement(
            dossier, complement_id=complement.pk, answer="Voici.", actor=Actor.of(person)
        )
    later = timezone.now() + timedelta(days=9)
    perform(dossier, "resubmit", actor=Actor.of(person), at=later)
    assert dossier.instruction_due_on == due + timedelta(days=9)


def test_the_clock_stands_still_while_the_committee_has_the_dossier() -> None:
    dossier = factories.dossier(ApplicationState.IN_DELIBERATION)
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
    answer_complement(dossier, complement_id=complement.pk, answer="Voici.", actor=person)
    perform(dossier, "resubmit", actor=person, at=adjourned + timedelta(days=10))
    assert dossier.instruction_due_on == due + timedelta(days=70)
