"""The pages of a dossier say what it takes in a day, and keep what was written."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.charters.enums import PrincipleKey
from labelling.dossiers.models import Dossier
from labelling.evidence.models import Evidence
from labelling.instruction.enums import ApplicationState
from labelling.instruction.operations import request_complements
from tests import factories
from tests.files import pdf
from workflows.actors import Actor
from workflows.models import Attachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier() -> Dossier:
    return factories.dossier(ApplicationState.COMMITTED)


@pytest.fixture
def person(dossier: Dossier) -> Any:
    return factories.representative_of(dossier)


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
    asked = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
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
