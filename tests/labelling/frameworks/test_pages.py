"""What everyone reads of the recognised frameworks, and the pages of the CRESS."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from labelling.frameworks.models import Framework
from tests import factories
from tests.committee import making
from tests.files import jpeg, pdf
from tests.labelling.browsing import client_of, location, shared
from workflows.engine import perform

pytestmark = pytest.mark.django_db
PUBLIC = "/referentiels/"
TYPED = {
    "name": "Démarche des lieux",
    "network": "Fédération des lieux",
    "website": "lieux.example",
    "description": "Deux pairs viennent voir.",
    "covers_questioning": "Huit thèmes.",
    "covers_practices": "",
}


def read(browser: Client, address: str = PUBLIC) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_public_reads_what_is_recognised_since_when_and_what_was_withdrawn() -> None:
    kept, candidate = factories.framework(), factories.framework(recognised=False)
    gone = factories.withdraw_framework(factories.framework())
    never = factories.withdraw_framework(factories.framework(recognised=False))
    said = read(Client())
    assert said.index(kept.name) < said.index(gone.name)
    assert "Reconnu depuis le" in said
    assert "Réexamen au plus tard le" in said
    assert "Retiré le" in said
    assert candidate.name not in said
    assert never.name not in said
    assert "Proposer un référentiel" not in said


def test_without_any_the_page_says_what_dossiers_follow() -> None:
    assert "ESS Pratiques" in read(Client())


def test_the_cress_sees_the_candidates_besides() -> None:
    candidate = factories.framework(recognised=False)
    said = read(client_of(factories.instructor()))
    assert candidate.name in said
    assert "Proposer un référentiel" in said
    assert candidate.name not in read(client_of(factories.representative()))


def propose(browser: Client, **changes: Any) -> Any:
    return browser.post(reverse("frameworks:propose"), {**TYPED, **changes})


def test_the_cress_proposes_one_with_its_documents_and_puts_it_on_an_agenda() -> None:
    director = factories.manager()
    browser = client_of(director)
    page = location(propose(browser, uploads=[pdf("referentiel.pdf"), jpeg("visite.jpg")]))
    said = read(browser, page)
    made = Framework.objects.get()
    assert (made.website, made.assignee) == ("https://lieux.example", director)
    assert "referentiel.pdf" in said
    assert "Inscrivez-le à l’ordre du jour" in said
    session = making.planned(making.committee(), in_days=30)
    assert made.name in read(browser, session.get_absolute_url())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Indiquez son nom."),
        ({"covers_questioning": "  "}, "au moins un principe"),
        ({"website": "pas une adresse"}, "Écrivez une adresse complète"),
        ({"name": "n" * 161}, "160"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(changes: dict[str, str], said: str) -> None:
    answer = propose(client_of(factories.instructor()), **changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Deux pairs viennent voir." in answer.content.decode()
    assert not Framework.objects.exists()


def test_a_refused_document_keeps_nothing_and_names_the_others() -> None:
    fake = SimpleUploadedFile("grille.pdf", b"pas un PDF")
    answer = propose(client_of(factories.instructor()), uploads=[pdf("annexe.pdf"), fake])
    assert answer.status_code == 422
    assert "grille.pdf" in answer.content.decode()
    assert "À joindre de nouveau\u00a0: annexe.pdf" in answer.content.decode()
    assert not Framework.objects.exists()


def test_a_name_that_is_known_is_told_beside_it() -> None:
    browser = client_of(factories.instructor())
    propose(browser)
    answer = propose(browser)
    assert answer.status_code == 422
    assert "porte déjà ce nom" in answer.content.decode()


def test_a_candidate_is_described_anew_and_a_decided_one_is_not() -> None:
    browser, made = client_of(factories.instructor()), factories.framework(recognised=False)
    page = reverse("frameworks:describe", args=[made.pk])
    assert "L’exigence 6 le demande." in read(browser, page)
    assert location(browser.post(page, TYPED)) == made.get_absolute_url()
    made.refresh_from_db()
    assert made.name == TYPED["name"]
    perform(made, "recognise", actor=factories.decision(made, "recognise"))
    assert browser.get(page).status_code == 422
    assert browser.post(page, TYPED).status_code == 409


def test_its_history_tells_each_principle_that_it_covers() -> None:
    framework = factories.framework()
    said = read(client_of(factories.instructor()), f"/affaires/{framework.pk}/historique/")
    assert "Référentiel proposé" in said
    assert all(covered.reasons in said for covered in framework.coverages.all())


def test_the_direction_asks_for_an_examination_once() -> None:
    browser, made = client_of(factories.manager()), factories.framework()
    page = reverse("frameworks:transition", args=[made.pk, "ask_review"])
    assert "Demander le réexamen" in read(browser, made.get_absolute_url())
    assert location(browser.post(page, {"expected": made.state})) == made.get_absolute_url()
    assert "Demander le réexamen" not in read(browser, made.get_absolute_url())
    assert "En réexamen" in read(Client())
    assert browser.post(page, {"expected": made.state}).status_code == 422


def test_the_members_that_examine_it_read_it_and_write_nothing() -> None:
    made, case = making.committee(), factories.framework(recognised=False)
    member = client_of(made.mandates[1].user)
    assert member.get(case.get_absolute_url()).status_code == 403
    making.opened(made, case)
    said = read(member, case.get_absolute_url())
    assert "Modifier la proposition" not in said
    assert member.get(shared("files", case)).status_code == 200
    assert member.get(shared("messages", case)).status_code == 403
    assert member.get(reverse("frameworks:describe", args=[case.pk])).status_code == 403
