"""A referencing's law: every state can be reached lawfully, each refusal says what is missing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.charters.operations import put_in_force
from directory.recognitions.enums import RecognitionKind, RecognitionState
from labelling.instruction.enums import ApplicationState as S
from labelling.referencing.inputs import Contact, ContactLog, PersonEntry, Territory
from labelling.referencing.models import Mission, MissionContact, Referencing
from labelling.referencing.operations import (
    accept_commitments,
    describe_offer,
    log_contact,
    open_referencing,
    remove_mission,
    state_standing,
    state_territory,
    submit,
    write_mission,
    write_person,
)
from labelling.referencing.reading.contents import APPROVAL_SLOT
from labelling.referencing.ticking import contacts_to_forget
from tests import factories
from tests.delays import changed
from tests.files import pdf
from tests.labelling.referencing import making
from tests.proof import found
from workflows.actors import Actor
from workflows.correspondence.operations import attach
from workflows.engine import perform
from workflows.lifecycles import machine_of
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def codes(refusal: Any) -> set[str]:
    return {unmet.code for unmet in refusal.value.unmet}


def fields(refusal: Any) -> set[str]:
    return {unmet.field for unmet in refusal.value.unmet}


@pytest.mark.parametrize("state", list(making.PATHS))
def test_every_state_is_reached_through_the_engine(state: S) -> None:
    assert making.referencing(state).state == state


def test_it_has_the_states_of_all_without_those_of_the_assembly() -> None:
    machine = machine_of(Referencing)
    assert {state.value for state in machine.states} == set(S) - {S.COMMITTED, S.PRESENTED}
    assert machine.state(S.VALIDATED).label == "Référencé"
    made = making.referencing()
    with pytest.raises(IntegrityError), transaction.atomic():
        Referencing.objects.filter(pk=made.pk).update(state=S.PRESENTED)


def test_a_filing_lists_the_parts_that_lack_something_each_with_a_link() -> None:
    made = making.referencing()
    with pytest.raises(Refused) as refusal:
        making.sign(made, factories.representative_of(made))
    parts = {"offer", "territory", "missions", "commitments", "pieces"}
    assert codes(refusal) == {f"{part}_missing" for part in parts}
    assert all(unmet.url and unmet.hint for unmet in refusal.value.unmet)
    assert made.organisation.signatures.count() == 0  # nothing is signed without being filed


def test_it_is_signed_as_it_is_filed_and_gets_its_number() -> None:
    made = making.referencing(S.SUBMITTED)
    assert made.reference == f"REF-{TODAY().year}-0001"
    assert made.signature is not None
    assert made.signature.version == making.charter()


def test_a_charter_replaced_between_reading_and_signing_is_not_signed() -> None:
    made = making.referencing()
    person = factories.representative_of(made)
    making.fill(made, person)
    read = making.charter()
    put_in_force(making.another_charter("Un autre texte."), actor=factories.SYSTEM)
    with pytest.raises(Refused) as refusal:
        submit(made, version=read, user=person, name="Dominique Lebreton", function="Gérante")
    # Its commitments are to be read again as well.
    assert codes(refusal) == {"charter_replaced", "commitments_missing"}
    read.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        accept_commitments(made, version=read, accepted={}, actor=Actor.of(person))
    assert codes(refusal) == {"charter_replaced"}


def test_a_validated_one_is_granted_a_listing_of_three_years() -> None:
    made = making.referencing(S.VALIDATED)
    granted = made.recognitions.get()
    assert (granted.kind, granted.state) == (RecognitionKind.ACCOMPANIST, RecognitionState.ACTIVE)
    assert granted.number == f"ACC-{TODAY().year}-0001"
    assert granted.valid_until.year == TODAY().year + 3
    assert granted.signature == made.signature


def test_one_at_a_time_whatever_the_dossier_of_the_same_organisation() -> None:
    made = making.referencing()
    person = Actor.of(factories.representative_of(made))
    factories.dossier(org=made.organisation)
    with pytest.raises(Refused):
        open_referencing(organisation=made.organisation, actor=person)


def test_a_company_rests_on_an_approval_that_runs() -> None:
    company = factories.organisation(legal_form="5710", esus=True)
    made = making.referencing(org=company)
    person = factories.representative_of(made)
    actor = Actor.of(person)
    making.fill(made, person)
    with pytest.raises(Refused) as refusal:
        making.sign(made, person)
    assert codes(refusal) == {"standing_missing"}
    yesterday = TODAY() - timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        state_standing(made, esus_until=yesterday, actor=actor)
    assert (codes(refusal), fields(refusal)) == ({"approval_ended"}, {"esus_until"})
    state_standing(made, esus_until=TODAY() + timedelta(days=30), actor=actor)
    attach(made, slot=APPROVAL_SLOT, upload=pdf(), by=person)
    assert making.sign(made, person).state == S.SUBMITTED


def test_a_company_without_approval_is_refused() -> None:
    made = making.referencing(org=factories.organisation(legal_form="5710"))
    with pytest.raises(Refused) as refusal:
        making.file(made, factories.representative_of(made))
    assert {"not_eligible", "standing_missing"} <= codes(refusal)


def test_only_whoever_wants_the_private_part_for_the_whole_approach_is_asked_for_training() -> None:
    made = making.referencing()
    person = factories.representative_of(made)
    actor = Actor.of(person)
    making.fill(made, person)
    for changes, asked in (
        ({"private_part": True}, True),
        ({"private_part": True, "whole_approach": False}, False),
        ({"private_part": False}, False),
    ):
        describe_offer(made, offer=making.offer(**changes), actor=actor)
        assert made.asks_for_training is asked
    making.train(made, person)
    assert making.sign(made, person).state == S.SUBMITTED


def test_a_training_dated_tomorrow_is_refused_beside_its_date() -> None:
    made = making.referencing()
    actor = Actor.of(factories.representative_of(made))
    entry = PersonEntry("Ali Benoît", TODAY() + timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        write_person(made, entry=entry, actor=actor)
    assert (codes(refusal), fields(refusal)) == ({"training_in_future"}, {"trained_on"})


def test_a_department_outside_france_is_refused_by_name() -> None:
    made = making.referencing()
    actor = Actor.of(factories.representative_of(made))
    with pytest.raises(Refused) as refusal:
        state_territory(made, territory=Territory(["44", "GE"], at_a_distance=False), actor=actor)
    assert "«\u00a0GE\u00a0»" in refusal.value.unmet[0].message
    state_territory(made, territory=Territory(["85", "2A", "85"], at_a_distance=False), actor=actor)
    assert made.departments == ["2A", "85"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"year": 2190}, "mission_in_future", "year"),
        ({"theme": "demarche d’amelioration CONTINUE"}, "same_mission", "client"),
        ({"ended_on": date(2001, 5, 4), "theme": "A"}, "mission_ended_before", "ended_on"),
    ],
)
def test_a_reference_that_cannot_be_is_refused_beside_its_field(
    changes: dict[str, Any], code: str, field: str
) -> None:
    made = making.referencing()
    actor = Actor.of(factories.representative_of(made))
    write_mission(made, entry=making.mission(), actor=actor)
    with pytest.raises(Refused) as refusal:
        write_mission(made, entry=making.mission(**changes), actor=actor)
    assert (codes(refusal), fields(refusal)) == ({code}, {field})
    assert made.missions.count() == 1


def test_both_references_are_asked_for_and_one_mission_may_be_both() -> None:
    made = making.referencing()
    person = factories.representative_of(made)
    making.fill(made, person)
    only = made.missions.get()
    half = making.mission(pk=only.pk, on_improvement=False)
    write_mission(made, entry=half, actor=Actor.of(person))
    with pytest.raises(Refused) as refusal:
        making.sign(made, person)
    assert "amélioration continue" in refusal.value.unmet[0].hint
    another = making.mission(theme="Dialogue social", with_ess=False)
    write_mission(made, entry=another, actor=Actor.of(person))
    assert making.sign(made, person).state == S.SUBMITTED


def test_two_people_writing_the_same_part_do_not_overwrite_each_other() -> None:
    made = making.referencing()
    actor = Actor.of(factories.representative_of(made))
    seen = made.digest_of(("departments", "at_a_distance"))
    state_territory(made, territory=Territory(["44"], at_a_distance=False), actor=actor, seen=seen)
    with pytest.raises(Stale):
        state_territory(
            made, territory=Territory(["85"], at_a_distance=False), actor=actor, seen=seen
        )
    assert made.departments == ["44"]


def test_a_contact_is_in_no_history_and_its_seal_is_proven() -> None:
    made = making.referencing()
    actor = Actor.of(factories.representative_of(made))
    write_mission(made, entry=making.mission(), actor=actor)
    mission = made.missions.get()
    rows = [row.canonical() for row in Mission.history.all()]
    assert not any("Maud" in row or "maud@" in row for row in rows)
    assert not found("contact")
    MissionContact.objects.filter(mission=mission).update(name="Autre")
    assert found("son contact n’est plus celui qui fut donné")
    remove_mission(made, pk=mission.pk, actor=actor)
    assert not MissionContact.objects.exists()
    assert not found("contact")
    with pytest.raises(Stale):
        remove_mission(made, pk=mission.pk, actor=actor)


def test_a_contact_that_changes_is_sealed_anew_and_one_that_stays_is_not() -> None:
    made = making.referencing()
    actor = Actor.of(factories.representative_of(made))
    write_mission(made, entry=making.mission(), actor=actor)
    mission = made.missions.get()
    write_mission(made, entry=making.mission(pk=mission.pk), actor=actor)
    assert mission.history.count() == 1
    changed = making.mission(pk=mission.pk, contact=Contact("Maud Keller", phone="02 40 00 00 00"))
    write_mission(made, entry=changed, actor=actor)
    mission.refresh_from_db()
    assert mission.contact.seal == mission.contact_seal
    assert mission.history.count() == 2


@pytest.mark.parametrize("state", [S.VALIDATED, S.WITHDRAWN, S.REFUSED])
def test_a_contact_is_forgotten_once_nobody_decides_any_more(state: S) -> None:
    made = making.referencing()
    person = factories.representative_of(made)
    if state == S.WITHDRAWN:
        write_mission(made, entry=making.mission(), actor=Actor.of(person))
        perform(made, "withdraw", actor=Actor.of(person))
    else:
        for step in making.PATHS[S(state)]:
            making.STEPS[step](made, person)
    now = timezone.now()
    assert list(contacts_to_forget(now + timedelta(days=150))) == []
    later = now + timedelta(days=260)
    (due,) = contacts_to_forget(later)
    assert "Maud" not in f"{due.about} {due.words} {due.why}"
    assert due.do()
    assert not MissionContact.objects.exists()
    assert not due.do()
    assert list(contacts_to_forget(later)) == []


def test_what_a_client_said_is_logged_by_who_instructs() -> None:
    made = making.referencing(S.UNDER_INSTRUCTION)
    log = ContactLog(made.missions.get().pk, "phone", TODAY(), "Très bien préparé.")
    with pytest.raises(Forbidden):
        log_contact(made, log=log, actor=Actor.of(factories.instructor("Eden")))
    log_contact(made, log=log, actor=Actor.of(made.assignee))
    check = made.missions.get().checks.get()
    assert (check.made_by, check.said) == (made.assignee, "Très bien préparé.")
    elsewhere = making.referencing(S.SUBMITTED).missions.get()
    for wrong, code in (
        (ContactLog(elsewhere.pk, "phone", TODAY(), "Bien."), "no_such_mission"),
        (ContactLog(log.mission_id, "phone", TODAY() + timedelta(1), "B"), "contact_in_future"),
    ):
        with pytest.raises(Refused) as refusal:
            log_contact(made, log=wrong, actor=Actor.of(made.assignee))
        assert codes(refusal) == {code}


def test_duration_and_number_are_those_of_the_kind(settings: Any) -> None:
    settings.OSE_RECOGNITIONS = settings.OSE_RECOGNITIONS | {
        "accompanist": settings.OSE_RECOGNITIONS["accompanist"] | {"series": "ANN"}
    }
    yesterday = timezone.now() - timedelta(days=1)
    changed("accompanist_years", 2, since=TODAY(), at=yesterday)
    granted = making.referencing(S.VALIDATED).recognitions.get()
    assert granted.number == f"ANN-{TODAY().year}-0001"
    assert granted.valid_until.year == TODAY().year + 2
    label = factories.dossier(S.VALIDATED).recognitions.get()
    assert label.number == f"OSE-{TODAY().year}-0001"
    assert label.valid_until.year == TODAY().year + 3
    assert not found("valable du")
