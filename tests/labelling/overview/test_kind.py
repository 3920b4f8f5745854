"""What a dossier says of itself to the pages that every kind of case shares."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.charters.enums import PrincipleKey
from directory.memberships.enums import MembershipState
from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation
from labelling.instruction.enums import ApplicationState
from labelling.instruction.operations import answer_complement, request_complements
from tests import factories
from tests.committee import making
from tests.files import pdf
from tests.labelling.browsing import client_of, shared, url
from workflows.actors import Actor
from workflows.correspondence.files import attach_files, remove_file
from workflows.correspondence.operations import attach, post_message
from workflows.engine import perform
from workflows.kinds import kind_of
from workflows.pages.cases.history import case_timeline, moves_of, told
from workflows.verdicts import Refused

pytestmark = pytest.mark.django_db


def ask(made: Dossier, request: str) -> None:
    request_complements(
        made,
        items=[(PrincipleKey.ACTION_PLAN, request)],
        due_on=timezone.localdate() + timedelta(days=30),
        actor=Actor.of(made.assignee),
    )


def asked_for_a_plan() -> Dossier:
    made = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    ask(made, "Le plan daté.")
    return made


def test_each_principle_and_each_request_has_its_files_on_a_page_of_its_own() -> None:
    made = asked_for_a_plan()
    [complement] = made.complements.all()
    slots = {slot.key: slot for slot in kind_of(made).slots(made)}
    written = [key for key in PrincipleKey if key != PrincipleKey.PRESENTATION]
    assert set(slots) == {
        *(f"principle:{key}" for key in written),
        AssemblyPresentation.MINUTES_SLOT,
        complement.slot,
    }
    assert slots["principle:stakeholders"].label == "Principe 2, État des parties prenantes"
    assert slots[complement.slot].label == "Réponse à «\u00a0Le plan daté.\u00a0»"
    client = client_of(factories.representative_of(made))
    for slot in slots.values():
        assert client.get(slot.url).status_code == 200
    assert (
        f'id="{slots[complement.slot].url.partition("#")[2]}"'
        in client.get(url("complements", made)).text
    )


def test_the_structure_adds_files_to_an_answer_from_the_page_of_them_all() -> None:
    made = asked_for_a_plan()
    [complement] = made.complements.all()
    client = client_of(factories.representative_of(made))
    sent = {"slot": complement.slot, "uploads": pdf("plan.pdf")}
    assert client.post(shared("files", made), sent).status_code == 302
    [kept] = made.attachments.filter(slot=complement.slot)
    back = client.post(reverse("workflows:remove_file", args=[kept.pk]))
    assert back["Location"] == f"{url('complements', made)}#demande-{complement.pk}"


def test_what_was_answered_in_a_former_round_stays() -> None:
    made = asked_for_a_plan()
    [former] = made.complements.all()
    actor = Actor.of(factories.representative_of(made))
    [kept] = attach_files(made, slot=former.slot, uploads=[pdf()], actor=actor)
    answer_complement(made, complement_id=former.pk, answer="Le voici.", actor=actor)
    perform(made, "resubmit", actor=actor)
    ask(made, "Les pratiques.")
    with pytest.raises(Refused):
        remove_file(made, attachment=kept, actor=actor)
    with pytest.raises(Refused):
        attach_files(made, slot=former.slot, uploads=[pdf()], actor=actor)


def test_the_committee_reads_the_files_and_none_of_the_messages() -> None:
    made = factories.dossier(ApplicationState.ADMISSIBLE)
    post_message(made, author=made.assignee, body="Entre nous.", uploads=[pdf("note.pdf")])
    committee = making.committee()
    making.opened(committee, made)
    member = client_of(committee.mandates[1].user)
    page = member.get(shared("files", made))
    assert page.status_code == 200
    assert "Procès-verbal de l’AG" in page.text
    assert "note.pdf" not in page.text
    assert shared("messages", made) not in page.text
    assert member.get(shared("messages", made)).status_code == 403


def test_whoever_left_still_spoke_for_the_structure() -> None:
    made = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    person = factories.user("Nina", "Robin")
    factories.membership(person, made.organisation, state=MembershipState.ENDED)
    instructor = factories.instructor()
    factories.membership(instructor, made.organisation, state=MembershipState.DECLINED)
    voices = kind_of(made).voices(made, [person.pk, instructor.pk])
    assert voices == {person.pk: made.organisation.name, instructor.pk: "CRESS"}


def test_a_file_of_before_the_slots_is_still_shown() -> None:
    made = factories.dossier(ApplicationState.COMMITTED)
    person = factories.representative_of(made)
    attach(made, slot="former", upload=pdf("ancienne.pdf"), by=person)
    page = client_of(person).get(url("detail", made)).text
    assert "Autres pièces" in page
    assert "ancienne.pdf" in page


def test_the_page_tells_the_last_moves_and_leaves_what_changed_to_the_history() -> None:
    made = factories.dossier(ApplicationState.SUBMITTED)
    entries = told(made, moves_of(made)[:2])
    assert [entry.title for entry in entries] == [
        "Dossier déposé",
        "Présentation en AG enregistrée",
    ]
    assert [*entries[0].changes, *entries[1].changes] == []
    assert case_timeline(made)[0][0].changes
