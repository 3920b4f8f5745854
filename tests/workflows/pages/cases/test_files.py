"""The files of a case that the engine was told nothing of: seen, added, taken off."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.files import pdf
from tests.petitions.making import debate, people_of, petition, supporter_of
from tests.petitions.models import Petition
from tests.workflows.pages.cases.visiting import address, client_of, said_by
from workflows.actors import Actor
from workflows.correspondence.files import attach_files, remove_file
from workflows.correspondence.operations import attach, attachments_of, post_message
from workflows.models import Attachment, ScanStatus

pytestmark = pytest.mark.django_db


def add(case: Petition, name: str, slot: str = "plan") -> Attachment:
    actor = Actor.of(people_of(case)[0])
    return attach_files(case, slot=slot, uploads=[pdf(name)], actor=actor)[0]


def groups(page: Any) -> dict[str, list[str]]:
    """By heading, the names of the files under it."""
    return {
        group.slot.label: [file.name for file in group.files] for group in page.context["groups"]
    }


def test_files_are_read_by_what_they_are_there_for() -> None:
    case = petition()
    author, _ = people_of(case)
    add(case, "rue.pdf")
    attach(case, slot="answer", upload=pdf("avis.pdf"), by=author)
    attach(case, slot="of-old", upload=pdf("ancien.pdf"), by=author)
    post_message(case, author=author, body="Voici.", uploads=[pdf("à part.pdf")])
    filed = {
        "Plan des lieux": ["rue.pdf"],
        "Réponse du comité": ["avis.pdf"],
        "Autres pièces": ["ancien.pdf"],
    }
    read = client_of(supporter_of(case)).get(address("files", case))
    assert groups(read) == filed
    assert "Retirer" not in read.text
    assert "Ajouter" not in read.text
    written = client_of(author).get(address("files", case))
    assert groups(written) == {"Motifs": [], **filed}
    assert written.text.count("Retirer<") == 1


def test_the_author_adds_some_where_the_law_has_an_action() -> None:
    case = petition()
    client = client_of(people_of(case)[0])
    page = client.get(address("files", case))
    offered = [key for key, _ in page.context["form"]["slot"].field.choices]
    assert offered == ["", "grounds", "plan"]
    sent = {"slot": "plan", "uploads": [pdf("rue.pdf"), pdf("place.pdf")]}
    page = client.post(address("files", case), sent, follow=True)
    assert said_by(page) == ["Pièces ajoutées\u00a0: rue.pdf, place.pdf."]
    assert groups(page)["Plan des lieux"] == ["rue.pdf", "place.pdf"]
    history = client.get(address("history", case)).text
    assert "Pièces jointes\u00a0: rue.pdf, place.pdf" in history


def test_a_sound_file_is_kept_where_another_is_refused() -> None:
    case = petition()
    sent = {"slot": "plan", "uploads": [pdf("rue.pdf"), SimpleUploadedFile("a.pdf", b"MZ")]}
    page = client_of(people_of(case)[0]).post(address("files", case), sent)
    assert page.status_code == 422
    assert "Pièce enregistrée&nbsp;: rue.pdf." in page.text
    assert "a.pdf\u00a0:" in page.text
    assert groups(page)["Plan des lieux"] == ["rue.pdf"]


@pytest.mark.parametrize("slot", ["", "answer", "nowhere"])
def test_files_for_nothing_that_takes_some_are_not_kept(slot: str) -> None:
    case = petition()
    sent = {"slot": slot, "uploads": pdf("rue.pdf")}
    page = client_of(people_of(case)[0]).post(address("files", case), sent)
    assert page.status_code == 422
    assert "À joindre de nouveau\u00a0: rue.pdf." in page.text
    assert not attachments_of(case).exists()


def test_a_limit_is_said_in_the_form(settings: Any) -> None:
    settings.OSE_CASE_FILES_A_DAY = 0
    case = petition()
    sent = {"slot": "plan", "uploads": pdf("rue.pdf")}
    page = client_of(people_of(case)[0]).post(address("files", case), sent)
    assert page.status_code == 422
    assert "La limite est de 0 pièces par jour." in page.text


def test_whoever_may_not_is_told_who_may_and_when() -> None:
    case = petition()
    author, office = people_of(case)
    kept = add(case, "rue.pdf")
    sent = {"slot": "plan", "uploads": pdf("place.pdf")}
    for reader in (office, supporter_of(case)):
        client = client_of(reader)
        refused = client.post(address("files", case), sent)
        assert refused.status_code == 403
        assert "Seule la personne qui pétitionne peut le faire." in refused.text
        assert client.post(address("remove_file", kept)).status_code == 403
    stranger = client_of(factories.user())
    assert stranger.get(address("files", case)).status_code == 403
    assert stranger.post(address("remove_file", kept)).status_code == 403

    debate(case)
    assert client_of(author).post(address("files", case), sent).status_code == 422
    assert client_of(author).post(address("remove_file", kept)).status_code == 409
    assert list(attachments_of(case)) == [kept]


def test_a_file_taken_off_leaves_the_list_alone_or_the_whole_page() -> None:
    case = petition()
    client = client_of(people_of(case)[0])
    first, second, third = add(case, "a.pdf"), add(case, "b.pdf"), add(case, "c.pdf", "grounds")
    part = client.post(address("remove_file", first), headers={"HX-Request": "true"})
    assert "b.pdf" in part.text
    assert f'href="{address("attachment", first)}"' not in part.text
    assert "<html" not in part.text
    page = client.post(address("remove_file", second), follow=True)
    assert said_by(page) == ["Pièce retirée\u00a0: b.pdf."]
    assert page.redirect_chain == [(address("files", case), 302)]
    # The page that asks for the files of this slot, unless one came from the page of them all.
    client.post(address("remove_file", third))
    assert client.post(address("remove_file", third)).status_code == 404
    again, last = add(case, "d.pdf", "grounds"), add(case, "e.pdf", "grounds")
    assert client.post(address("remove_file", again))["Location"] == "/petitions/motifs/"
    back = client.post(address("remove_file", last), {"next": "files"})
    assert back["Location"] == address("files", case)


def test_what_was_taken_off_is_put_back_the_same() -> None:
    case = petition()
    client = client_of(people_of(case)[0])
    kept = add(case, "a.pdf")
    page = client.post(address("remove_file", kept), follow=True)
    assert address("restore_file", kept) in page.text
    assert not groups(page)["Plan des lieux"]
    page = client.post(address("restore_file", kept), follow=True)
    assert said_by(page) == ["Pièce remise\u00a0: a.pdf."]
    assert groups(page)["Plan des lieux"] == ["a.pdf"]
    assert address("restore_file", kept) not in page.text
    assert list(attachments_of(case)) == [kept]
    history = case.history.filter(transition="illustrate").order_by("history_id")
    assert list(history.values_list("reason", flat=True)) == [
        "Pièce jointe\u00a0: a.pdf",
        "Pièce retirée\u00a0: a.pdf",
        "Pièce remise\u00a0: a.pdf",
    ]
    assert client.post(address("restore_file", kept)).status_code == 404, "it is back already"


def test_the_focus_goes_where_it_is_said_what_was_done() -> None:
    case = petition()
    client = client_of(people_of(case)[0])
    kept = add(case, "a.pdf")
    for page, words in (("remove_file", "Pièce retirée"), ("restore_file", "Pièce remise")):
        part = client.post(address(page, kept), headers={"HX-Request": "true"})
        assert part["HX-Trigger"] == "files-changed"
        assert part.text.count("autofocus") == 1
        assert words in part.text[part.text.index("autofocus") :]


def test_whoever_may_not_take_off_may_not_put_back() -> None:
    case = petition()
    author, office = people_of(case)
    kept = add(case, "a.pdf")
    remove_file(case, attachment=kept, actor=Actor.of(author))
    for reader in (office, supporter_of(case), factories.user()):
        assert client_of(reader).post(address("restore_file", kept)).status_code == 403
    debate(case)
    assert client_of(author).post(address("restore_file", kept)).status_code == 409
    assert not attachments_of(case).exists()


def test_a_dangerous_file_and_one_long_gone_are_not_offered_back() -> None:
    case = petition()
    author, _ = people_of(case)
    gone, infected = add(case, "ancien.pdf"), add(case, "virus.pdf")
    for file in (gone, infected):
        remove_file(case, attachment=file, actor=Actor.of(author))
    Attachment.objects.filter(pk=gone.pk).update(removed_at=gone.uploaded_at - timedelta(hours=2))
    Attachment.objects.filter(pk=infected.pk).update(scan=ScanStatus.INFECTED)
    assert "/remettre/" not in client_of(author).get(address("files", case)).text


def test_what_was_sent_in_a_message_stays() -> None:
    case = petition()
    author, _ = people_of(case)
    post_message(case, author=author, body="Voici.", uploads=[pdf()])
    sent = Attachment.objects.get()
    assert client_of(author).post(address("remove_file", sent)).status_code == 404
    assert Attachment.objects.get().removed_at is None
