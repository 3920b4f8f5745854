"""What a structure keeps or loses: its appeal, the age of its AG, its proofs, its words."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.memberships.enums import MembershipRole
from labelling.dossiers.models import Dossier
from labelling.evidence.operations import write_evidence
from labelling.instruction.enums import ApplicationState
from labelling.instruction.operations import answer_complement
from tests import factories
from tests.committee import making
from tests.files import pdf
from tests.labelling.browsing import client_of, shared, url
from tests.notifications.draining import drain
from workflows.actors import Actor
from workflows.correspondence.operations import attachments_of, post_message
from workflows.engine import perform
from workflows.models import Attachment, ScanStatus
from workflows.verdicts import Refused

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {unmet.code for unmet in refused.value.unmet}


def test_a_new_dossier_closes_the_way_of_appeal_and_says_so_before() -> None:
    made = factories.dossier(ApplicationState.REFUSED)
    client = client_of(factories.representative_of(made))
    opening = reverse("labelling:open", args=[made.organisation_id])
    assert "Ouvrir un nouveau dossier ferme cette voie" in client.get(opening).text
    client.post(opening, {"approach": "ess_pratiques"})
    page = client.post(url("appeal", made), {"reason": "Nous contestons.", "expected": made.state})
    assert page.status_code == 422
    assert "Un autre dossier est déjà ouvert" in page.text
    assert "Nous contestons." in page.text
    assert "le recours n’est plus possible" in client.get(url("detail", made)).text


def test_an_appeal_is_open_on_its_very_last_day() -> None:
    made = factories.dossier(ApplicationState.REFUSED)
    assert made.decided_on is not None
    assert made.appealable_until is not None
    actor = Actor.of(factories.representative_of(made))
    last = timezone.now() + (made.appealable_until - made.decided_on)
    with pytest.raises(Refused) as refused:
        perform(made, "appeal", actor=actor, reason="Motif.", at=last + timedelta(days=1))
    assert codes(refused) == {"appeal_too_late"}
    perform(made, "appeal", actor=actor, reason="Motif.", at=last)
    assert made.state == ApplicationState.APPEALED


def test_an_assembly_grows_old_while_the_dossier_waits() -> None:
    made = factories.dossier(ApplicationState.COMMITTED)
    person = factories.representative_of(made)
    factories.describe_assembly(made, person)
    later = timezone.now() + timedelta(days=600)
    with pytest.raises(Refused) as refused:
        perform(made, "record_presentation", actor=Actor.of(person), at=later)
    assert codes(refused) == {"assembly_too_old"}
    perform(made, "record_presentation", actor=Actor.of(person))
    factories.fill(made, person)
    with pytest.raises(Refused) as refused:
        perform(made, "submit", actor=Actor.of(person), at=later)
    assert codes(refused) == {"assembly_too_old"}


def test_a_dossier_emptied_while_it_is_completed_does_not_come_back() -> None:
    made = factories.dossier(ApplicationState.TO_COMPLETE)
    actor = Actor.of(factories.representative_of(made))
    complement = made.complements.get()
    answer_complement(made, complement_id=complement.pk, answer="Une responsable.", actor=actor)
    write_evidence(made, principle="practices", text="", actor=actor)
    with pytest.raises(Refused) as refused:
        perform(made, "resubmit", actor=actor)
    assert codes(refused) == {"practices_missing"}


@pytest.mark.parametrize("slot", ["principle:practices", "message"])
@pytest.mark.parametrize("scan", [ScanStatus.PENDING, ScanStatus.INFECTED])
def test_a_file_that_is_not_clean_retains_the_filing_unless_a_message_brought_it(
    slot: str, scan: str
) -> None:
    made = factories.dossier(ApplicationState.PRESENTED)
    person = factories.representative_of(made)
    factories.fill(made, person)
    post_message(made, author=factories.instructor(), body="Bonjour.", uploads=[pdf("note.pdf")])
    file = attachments_of(made, slot).first()
    assert file is not None
    Attachment.objects.filter(pk=file.pk).update(scan=scan)
    if slot == "message":
        perform(made, "submit", actor=Actor.of(person))
        return
    with pytest.raises(Refused) as refused:
        perform(made, "submit", actor=Actor.of(person))
    assert codes(refused) == {"file_not_clean"}


def opens(client: Client, file: str) -> bool:
    """Whether the file is served, to its last byte."""
    answer = client.get(file)
    return answer.status_code == 200 and answer.getvalue().startswith(b"%PDF")


def test_what_structure_and_cress_write_to_each_other_is_not_for_the_committee() -> None:
    made = making.committee()
    dossier = factories.dossier(ApplicationState.ADMISSIBLE)
    making.item(made, making.planned(made), dossier)
    drain()
    mail.outbox.clear()
    person = factories.representative_of(dossier)
    post_message(dossier, author=person, body="Entre nous.", uploads=[pdf("note.pdf")])
    drain()
    assert dossier.assignee is not None
    assert [message.to for message in mail.outbox] == [[dossier.assignee.email]]

    member = client_of(made.mandates[1].user)
    assert "Entre nous." not in member.get(dossier.get_absolute_url()).text
    file = reverse("workflows:attachment", args=[attachments_of(dossier, "message").get().pk])
    assert member.get(file).status_code == 403
    assert opens(client_of(person), file)
    proof = attachments_of(dossier).exclude(slot="message").first()
    assert proof is not None
    assert opens(member, reverse("workflows:attachment", args=[proof.pk]))


def two_clients(made: Dossier) -> tuple[Client, Client]:
    other = factories.user("Alix", "Renaud")
    factories.membership(other, made.organisation, MembershipRole.CONTRIBUTOR)
    return client_of(factories.representative_of(made)), client_of(other)


def test_two_people_on_the_commitments_do_not_overwrite_each_other() -> None:
    made = factories.dossier(ApplicationState.COMMITTED)
    first, second = two_clients(made)
    page = url("commitments", made)
    seen = second.get(page).context["form"].initial["seen"]
    first.post(page, {"commitments": "Le premier texte.", "seen": seen})
    answer = second.post(page, {"commitments": "Le second texte.", "seen": seen})
    assert answer.status_code == 409
    assert "Le premier texte." in answer.text
    assert "Le second texte." in answer.text
    made.refresh_from_db()
    assert made.commitments == "Le premier texte."
    again = answer.context["form"]["seen"].value()
    second.post(page, {"commitments": "Les deux textes.", "seen": again})
    made.refresh_from_db()
    assert made.commitments == "Les deux textes."


def test_two_people_answering_do_not_overwrite_each_other() -> None:
    made = factories.dossier(ApplicationState.TO_COMPLETE)
    asked = made.complements.get()
    first, second = two_clients(made)
    page, answer, seen = url("complements", made), f"c{asked.pk}-answer", f"c{asked.pk}-seen"
    start = asked.history_head
    first.post(page, {answer: "La première réponse.", seen: start})
    refused = second.post(page, {answer: "La seconde.", seen: start})
    assert refused.status_code == 409
    assert "La première réponse." in refused.text
    assert "La seconde." in refused.text
    asked.refresh_from_db()
    assert asked.answer == "La première réponse."

    former = asked.history_head
    first.post(page, {answer: "La première réponse, relue.", seen: former})
    untouched = second.post(page, {answer: "La première réponse.", seen: former})
    assert untouched.status_code == 302
    asked.refresh_from_db()
    assert asked.answer == "La première réponse, relue."


def test_a_deadline_for_complements_is_within_the_year() -> None:
    made = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    client = client_of(made.assignee)
    sent = {"rows": "1", "request_0": "Le PV.", "due_on": "2190-12-01"}
    page = client.post(url("request_complements", made), sent)
    assert page.status_code == 422
    assert "Fixez une échéance d’ici au " in page.text
    assert "Le PV." in page.text


def next_page_of(page: Any) -> str:
    """Its address, empty on the last."""
    found = re.search(r'rel="next" href="([^"]*)"', page.text)
    return unescape(found[1]) if found else ""


def test_a_long_history_is_read_a_page_at_a_time() -> None:
    made = factories.dossier(ApplicationState.COMMITTED)
    person = factories.representative_of(made)
    for number in range(60):
        write_evidence(
            made, principle="practices", text=f"Version {number}.", actor=Actor.of(person)
        )
    client = client_of(person)
    first = client.get(shared("history", made))
    assert "Version 59." in first.text
    assert "Version 2." not in first.text
    pages = [first]
    while following := next_page_of(pages[-1]):
        pages.append(client.get(following))
    written = [re.findall(r"<ins>Version (\d+)\.", page.text) for page in pages]
    assert [int(number) for page in written for number in page] == [*range(59, -1, -1)]
