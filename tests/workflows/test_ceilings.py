"""What a case takes in a day: files, bytes, messages of one person. Then it is said, and kept."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.charters.enums import PrincipleKey
from labelling.dossiers.enums import DossierState
from labelling.dossiers.models import Dossier
from labelling.evidence.models import Evidence
from labelling.instruction.operations import request_complements
from tests import factories
from tests.files import pdf, pdf_bytes
from workflows.actors import Actor
from workflows.correspondence.operations import attach, attach_all, post_message, remove_attachment
from workflows.models import Attachment, Message
from workflows.verdicts import Refused

pytestmark = pytest.mark.django_db

ONE = len(pdf_bytes())


@pytest.fixture
def dossier() -> Dossier:
    return factories.dossier(DossierState.COMMITTED)


@pytest.fixture
def person(dossier: Dossier) -> Any:
    return factories.representative_of(dossier)


def refused(call: Any) -> tuple[str, str]:
    """The field and the words of the only unmet condition."""
    with pytest.raises(Refused) as caught:
        call()
    (unmet,) = caught.value.unmet
    return unmet.field, unmet.message


def test_a_case_takes_so_many_bytes_a_day(dossier, person, settings) -> None:
    settings.OSE_CASE_BYTES_A_DAY = 2 * ONE
    now = timezone.now()

    def send(*uploads: SimpleUploadedFile, at: Any = now) -> list[Attachment]:
        return attach_all(dossier, slot="minutes", uploads=uploads, by=person, at=at)

    (first,) = send(pdf())
    remove_attachment(first)  # its bytes stay
    assert refused(lambda: send(pdf(), pdf()))[0] == "uploads"
    assert Attachment.objects.count() == 1
    send(pdf())
    assert "de pièces par jour. Allégez celles-ci" in refused(lambda: send(pdf()))[1]
    other = factories.dossier(DossierState.COMMITTED)
    attach(other, slot="minutes", upload=pdf(), by=person, at=now)
    send(pdf(), pdf(), at=now + timedelta(days=1))


def test_a_case_takes_so_many_files_a_day_whoever_sends_them(dossier, person, settings) -> None:
    settings.OSE_CASE_FILES_A_DAY = 2
    attach(dossier, slot="minutes", upload=pdf(), by=person)
    post_message(dossier, author=factories.user(), body="Voici", uploads=[pdf()])
    assert refused(lambda: attach(dossier, slot="minutes", upload=pdf(), by=person)) == (
        "uploads",
        "La limite est de 2 pièces par jour. Envoyez celles-ci demain.",
    )


def test_a_person_writes_so_many_messages_a_day_on_a_case(dossier, person, settings) -> None:
    settings.OSE_CASE_MESSAGES_A_DAY = 2
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for body in ("Un", "Deux"):
            post_message(dossier, author=person, body=body)
        assert refused(lambda: post_message(dossier, author=person, body="Trois")) == (
            "body",
            "Vous avez envoyé 2 messages en un jour, c’est la limite. Envoyez celui-ci demain.",
        )
        assert post_message(dossier, author=person, body="Deux").body == "Deux"  # a second click
        post_message(dossier, author=factories.user(), body="Trois")
        clock.shift(timedelta(days=1))
        post_message(dossier, author=person, body="Trois")


def test_files_that_pass_the_limit_leave_no_message(dossier, person, settings) -> None:
    settings.OSE_CASE_FILES_A_DAY = 1
    with pytest.raises(Refused):
        post_message(dossier, author=person, body="Voici", uploads=[pdf("1.pdf"), pdf("2.pdf")])
    assert not Message.objects.exists()
    assert not Attachment.objects.exists()


def test_the_page_of_a_message_says_it_and_keeps_the_words(dossier, person, settings) -> None:
    settings.OSE_CASE_FILES_A_DAY = 0
    browser = signed_in(person)
    sent = {"body": "Voici le bilan.", "uploads": pdf("bilan.pdf")}
    page = browser.post(reverse("workflows:messages", args=[dossier.pk]), sent)
    assert page.status_code == 422
    assert "La limite est de 0 pièces par jour." in page.text
    assert "À joindre de nouveau\u00a0: bilan.pdf." in page.text
    assert "Voici le bilan." in page.text
    settings.OSE_CASE_MESSAGES_A_DAY = 0
    page = browser.post(reverse("workflows:messages", args=[dossier.pk]), {"body": "Bonjour"})
    assert page.status_code == 422
    assert "Vous avez envoyé 0 messages en un jour" in page.text


def test_the_page_of_a_principle_keeps_the_text_and_says_why_no_file(
    dossier, person, settings
) -> None:
    settings.OSE_CASE_BYTES_A_DAY = 10
    sent = {"text": "Ce que nous faisons.", "uploads": pdf(), "seen": ""}
    page = signed_in(person).post(
        reverse("labelling:principle", args=[dossier.pk, "practices"]), sent
    )
    assert page.status_code == 422
    assert "Allégez celles-ci, ou envoyez-les demain." in page.text
    assert Evidence.objects.get().text == "Ce que nous faisons."
    assert not Attachment.objects.exists()


def test_too_many_files_at_once_are_refused_one_by_one(dossier, person) -> None:
    many = [SimpleUploadedFile(f"{number}.txt", b"Bilan") for number in range(22)]
    page = signed_in(person).post(
        reverse("labelling:principle", args=[dossier.pk, "practices"]),
        {"text": "", "uploads": many, "seen": ""},
    )
    assert page.status_code == 422
    assert Attachment.objects.count() == 20
    assert [error.split("\u00a0: ") for error in page.context["form"].errors["uploads"]] == [
        [name, "Envoyez 20 fichiers au plus à la fois, puis les autres."]
        for name in ("20.txt", "21.txt")
    ]


def test_the_forms_of_one_page_share_what_a_request_may_cost() -> None:
    asked = factories.dossier(DossierState.UNDER_INSTRUCTION)
    request_complements(
        asked,
        items=[(PrincipleKey.ACTION_PLAN, "Le plan."), (PrincipleKey.PRACTICES, "Les pratiques.")],
        due_on=timezone.localdate() + timedelta(days=30),
        actor=Actor.of(asked.assignee),
    )
    before = asked.attachments.count()
    sent: dict[str, Any] = {}
    for item in asked.complements.all():
        many = [SimpleUploadedFile(f"{number}.txt", b"Bilan") for number in range(12)]
        sent |= {f"c{item.pk}-answer": "Voici.", f"c{item.pk}-uploads": many}
        sent |= {f"c{item.pk}-seen": item.history_head}
    browser = signed_in(factories.representative_of(asked))
    page = browser.post(reverse("labelling:complements", args=[asked.pk]), sent)
    assert page.status_code == 422
    assert asked.attachments.count() == before + 20
    assert {item.answer for item in asked.complements.all()} == {"Voici."}


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client
