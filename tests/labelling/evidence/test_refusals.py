"""Bad input on the structure's pages: a clear French message, its status, and nothing lost."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.charters.enums import PrincipleKey
from directory.charters.operations import put_in_force
from labelling.dossiers.models import Dossier
from labelling.evidence.models import Evidence
from labelling.evidence.operations import write_evidence
from labelling.instruction.enums import ApplicationState
from tests import factories
from tests.files import pdf
from tests.labelling.browsing import client_of, days_ago, location, presentation_data, shared, url
from workflows.actors import Actor
from workflows.correspondence.operations import attach
from workflows.models import Attachment, Message

pytestmark = pytest.mark.django_db

MIB = 1024 * 1024
TEXT = "Ce que nous faisons, écrit pendant une heure."


@pytest.fixture
def committed() -> Dossier:
    return factories.dossier(ApplicationState.COMMITTED)


@pytest.fixture
def browser(committed: Dossier) -> Client:
    return client_of(factories.representative_of(committed))


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        target.writestr("content.xml", b"\0" * (300 * MIB))
    return buffer.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BAD_FILES = {
    "facture.pdf": (lambda: b"MZ\x90\x00" + b"\0" * 512, "s’annonce comme un PDF"),
    "vide.pdf": (lambda: b"", "Ce fichier est vide."),
    "gros.pdf": (lambda: b"%PDF-1.4\n" + b"\0" * (25 * MIB), "la limite est de 20"),
    "logo.svg": (lambda: SVG, "Ce type de fichier n’est pas accepté."),
    "plan.odt": (zip_bomb, "taille anormale"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_refused_file_says_why_and_all_the_rest_is_kept(
    committed: Dossier, browser: Client, name: str
) -> None:
    make, message = BAD_FILES[name]
    bad = SimpleUploadedFile(name, make(), content_type="application/pdf")
    page = browser.post(
        url("principle", committed, "practices"),
        {"text": TEXT, "uploads": [bad, pdf("sain.pdf")], "seen": ""},
    )
    assert page.status_code == 422
    (error,) = page.context["form"].errors["uploads"]
    assert error.startswith(f"{name}\u00a0: ")
    assert message in error
    assert TEXT in page.text
    assert Evidence.objects.get().text == TEXT
    assert [item.name for item in Attachment.objects.all()] == ["sain.pdf"]
    assert page.context["seen"] == Evidence.objects.get().history_head


def test_a_message_with_a_refused_file_is_not_sent_and_keeps_its_text(
    committed: Dossier, browser: Client
) -> None:
    bad = SimpleUploadedFile("photo.exe", b"MZ")
    page = browser.post(shared("messages", committed), {"body": TEXT, "uploads": bad})
    assert page.status_code == 422
    assert TEXT in page.text
    assert not Message.objects.exists()
    empty = browser.post(shared("messages", committed), {"body": "  "})
    assert empty.status_code == 422
    assert "Écrivez votre message." in empty.text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("held_on", days_ago(-3), "Cette date est à venir. Indiquez une AG déjà tenue."),
        ("held_on", days_ago(700), "Cette AG est trop ancienne"),
        ("held_on", "le 18 juin", "Écrivez une date, par exemple 18/06/2026."),
        ("present_count", "59", "Il ne peut pas y avoir plus de présents que de membres."),
        ("member_count", "", "Indiquez combien de membres étaient convoqués."),
        ("debated", "", "Dites si un débat a eu lieu."),
        ("board_told_on", days_ago(-2), "Cette date est à venir."),
        ("staff_not_applicable", "Aucun salarié.", "l’une des deux suffit"),
    ],
    ids=["future", "old", "no date", "present", "members", "debate", "told later", "both"],
)
def test_a_wrong_presentation_is_told_beside_its_field(
    committed: Dossier, browser: Client, field: str, value: str, message: str
) -> None:
    page = browser.post(
        url("presentation", committed),
        presentation_data(**{field: value}) | {"uploads": pdf("PV.pdf")},
    )
    assert page.status_code == 422
    assert message in page.context["form"].errors[field][0]
    assert "Un débat sur les priorités." in page.text
    assert not hasattr(Dossier.objects.get(), "assembly")
    assert [item.name for item in Attachment.objects.all()] == ["PV.pdf"]


def test_a_presentation_may_be_saved_in_part_and_what_is_written_stays(
    committed: Dossier, browser: Client
) -> None:
    empty = dict.fromkeys(presentation_data(), "")
    saved = browser.post(url("presentation", committed), empty | {"board_told_on": days_ago(5)})
    assert saved.status_code == 302
    early = browser.post(
        url("transition", committed, "record_presentation"), {"expected": committed.state}
    )
    assert early.status_code == 422
    assert "Joindre le procès-verbal de l’AG" in early.text
    erased = browser.post(url("presentation", committed), empty)
    assert erased.context["form"].errors["board_told_on"]


def test_filing_with_a_principle_missing_links_to_where_it_is_met() -> None:
    made = factories.dossier(ApplicationState.PRESENTED)
    client = client_of(factories.representative_of(made))
    page = client.post(url("transition", made, "submit"), {"expected": made.state})
    assert page.status_code == 422
    for key in PrincipleKey:
        if key != PrincipleKey.PRESENTATION:
            assert f'href="{url("principle", made, key)}"' in page.text
    assert f'href="{url("commitments", made)}"' in page.text
    made.refresh_from_db()
    assert (made.state, made.reference) == (ApplicationState.PRESENTED, None)


def test_a_double_click_on_file_files_once_and_says_so() -> None:
    made = factories.dossier(ApplicationState.PRESENTED)
    person = factories.representative_of(made)
    factories.fill(made, person)
    client = client_of(person)
    click = {"expected": made.state}
    origin = {"Referer": f"http://testserver{url('detail', made)}"}
    first = client.post(url("transition", made, "submit"), click)
    second = client.post(url("transition", made, "submit"), click, headers=origin)
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Déposé" in second.text
    assert "Dossier déposé" in second.text
    assert person.get_full_name() in second.text
    assert str(person.pseudonym) not in second.text
    assert f'href="http://testserver{url("detail", made)}"' in second.text
    assert made.history.filter(transition="submit").count() == 1


def removal_of(attachment: Attachment) -> str:
    return reverse("workflows:remove_file", args=[attachment.pk])


def test_someone_elses_dossier_is_forbidden_everywhere() -> None:
    made = factories.dossier(ApplicationState.COMMITTED)
    client = client_of(factories.representative())
    attachment = attach(made, slot="minutes", upload=pdf(), by=factories.representative_of(made))
    pages = ["detail", "sign", "commitments", "presentation", "complements"]
    for name in [*pages, "appeal", "withdraw"]:
        assert client.get(url(name, made)).status_code == 403, name
    assert client.get(url("principle", made, "practices")).status_code == 403
    assert client.post(removal_of(attachment)).status_code == 403
    assert client.post(shared("messages", made), {"body": "Bonjour"}).status_code == 403
    for name in ("messages", "files", "history"):
        assert client.get(shared(name, made)).status_code == 403, name
    assert client.post(url("transition", made, "submit")).status_code == 403
    assert client.get(reverse("labelling:open", args=[made.organisation_id])).status_code == 403
    attachment.refresh_from_db()
    assert attachment.removed_at is None


def test_the_anonymous_are_sent_to_log_in() -> None:
    made = factories.dossier()
    answer = Client().get(url("detail", made))
    assert location(answer).startswith(reverse("account_login"))


@pytest.mark.parametrize("began_with_nothing", [True, False])
def test_a_text_changed_meanwhile_is_a_conflict_that_shows_both(
    committed: Dossier, browser: Client, began_with_nothing: bool
) -> None:
    page_url = url("principle", committed, "action_plan")
    other = factories.user("Alix", "Renaud")
    factories.membership(other, committed.organisation, "contributor")

    def other_writes(text: str) -> None:
        write_evidence(committed, principle="action_plan", text=text, actor=Actor.of(other))

    if not began_with_nothing:
        other_writes("Une première version.")
    seen = browser.get(page_url).context["seen"]
    other_writes("Ce qu’Alix a écrit entre-temps.")
    conflict = browser.post(page_url, {"text": TEXT, "seen": seen, "uploads": pdf("plan.pdf")})
    assert conflict.status_code == 409
    assert "Alix Renaud" in conflict.text
    assert "Ce qu’Alix a écrit entre-temps." in conflict.text
    assert TEXT in conflict.text
    assert Evidence.objects.get().text == "Ce qu’Alix a écrit entre-temps."
    assert Attachment.objects.get().name == "plan.pdf"

    merged = browser.post(page_url, {"text": TEXT, "seen": conflict.context["seen"]})
    assert merged.status_code == 302
    assert Evidence.objects.get().text == TEXT


def test_a_message_that_comes_back_says_which_files_to_join_again(
    committed: Dossier, browser: Client
) -> None:
    uploads = [pdf("Statuts.pdf"), SimpleUploadedFile("vide.pdf", b"")]
    page = browser.post(shared("messages", committed), {"body": TEXT, "uploads": uploads})
    assert page.status_code == 422
    assert "À joindre de nouveau\u00a0: Statuts.pdf." in page.text
    assert TEXT in page.text
    assert not Message.objects.exists()


def test_a_signatory_has_a_name_on_one_line_that_can_be_seen() -> None:
    made = factories.dossier(ApplicationState.DRAFT)
    client = client_of(factories.representative_of(made))
    digest = factories.charter_version().digest
    sent = {"digest": digest, "accepted": "on", "function": "Présidente"}
    unseen = client.post(url("sign", made), sent | {"name": "\u200b\u2060"})
    assert unseen.status_code == 422
    assert "Indiquez qui signe." in unseen.text
    client.post(url("sign", made), sent | {"name": "Camille\nRoux\u202e"})
    made.refresh_from_db()
    assert made.signature is not None
    assert made.signature.name == "Camille Roux"


def test_two_people_describe_the_assembly_and_neither_is_written_over(
    committed: Dossier, browser: Client
) -> None:
    other = factories.user("Alix", "Renaud")
    factories.membership(other, committed.organisation, "contributor")
    page_url = url("presentation", committed)

    def seen(page: Any) -> str:
        return str(page.context["form"]["seen"].value())

    began = seen(browser.get(page_url))
    client_of(other).post(page_url, presentation_data(seen=began, present_count="40"))
    mine = presentation_data(seen=began, debate_summary="Un tout autre récit.")
    conflict = browser.post(page_url, mine)
    assert conflict.status_code == 409
    assert set(conflict.context["form"].errors) == {"present_count", "debate_summary"}
    assert "Est enregistré\u00a0: «\u00a040\u00a0»" in conflict.text
    assert "Un tout autre récit." in conflict.text
    committed.assembly.refresh_from_db()
    assert committed.assembly.debate_summary == "Un débat sur les priorités."

    merged = browser.post(page_url, mine | {"seen": seen(conflict), "present_count": "40"})
    assert merged.status_code == 302
    committed.assembly.refresh_from_db()
    assert committed.assembly.debate_summary == "Un tout autre récit."
    assert committed.assembly.present_count == 40


def test_a_second_click_on_what_is_already_saved_is_no_conflict(
    committed: Dossier, browser: Client
) -> None:
    page_url = url("presentation", committed)
    began = browser.get(page_url).context["form"]["seen"].value()
    for _ in range(2):
        saved = browser.post(page_url, presentation_data(seen=began))
        assert saved.status_code == 302
    assert committed.assembly.history.count() == 1


def test_evidence_is_closed_once_filed_and_what_was_typed_is_given_back() -> None:
    made = factories.dossier(ApplicationState.SUBMITTED)
    client = client_of(factories.representative_of(made))
    count = Attachment.objects.count()
    page = client.post(
        url("principle", made, "practices"), {"text": TEXT, "seen": "", "uploads": pdf()}
    )
    assert page.status_code == 409
    assert TEXT in page.text
    assert "<dt>Ce que fait votre structure</dt>" in page.text
    attachment = Attachment.objects.filter(slot="principle:practices").get()
    assert client.post(removal_of(attachment)).status_code == 409
    assert Attachment.objects.filter(removed_at__isnull=True).count() == count


def test_a_charter_replaced_while_it_was_read_is_not_signed() -> None:
    made = factories.dossier()
    read = factories.charter_version()
    client = client_of(factories.representative_of(made))
    new = factories.charter_version(in_force=False)
    put_in_force(new, actor=factories.SYSTEM)
    form = {"name": "Camille", "function": "Présidente", "accepted": "on", "digest": read.digest}
    page = client.post(url("sign", made), form)
    assert page.status_code == 409
    assert new.text in page.text
    assert "Présidente" in page.text
    assert not made.organisation.signatures.exists()
    unread = client.post(url("sign", made), form | {"digest": new.digest, "accepted": ""})
    assert unread.context["form"].errors["accepted"] == ["Cochez cette case pour signer."]


def test_an_organisation_outside_the_ess_reads_why_it_cannot_sign() -> None:
    organisation = factories.organisation(legal_form="5710")
    made = factories.dossier(org=organisation)
    factories.charter_version()
    client = client_of(factories.representative_of(made))
    page = client.get(url("sign", made))
    assert reverse("directory:organisation", args=[organisation.pk]) in page.text
    form = {"name": "C", "function": "P", "accepted": "on"}
    digest = factories.charter_version().digest
    assert client.post(url("sign", made), form | {"digest": digest}).status_code == 422
    assert not organisation.signatures.exists()


def test_one_open_dossier_at_a_time() -> None:
    made = factories.dossier()
    client = client_of(factories.representative_of(made))
    page = client.get(reverse("labelling:open", args=[made.organisation_id]))
    assert page.context["existing"] == made
    again = client.post(
        reverse("labelling:open", args=[made.organisation_id]), {"approach": "ess_pratiques"}
    )
    assert again.status_code == 422
    assert Dossier.objects.count() == 1


def test_a_framework_is_chosen_among_the_recognised_ones() -> None:
    organisation = factories.organisation()
    client = client_of(factories.representative(organisation))
    answer = client.post(
        reverse("labelling:open", args=[organisation.pk]), {"approach": "framework"}
    )
    assert answer.status_code == 422
    assert "Choisissez le référentiel que vous suivez." in answer.text


def test_an_answer_without_words_is_asked_for_and_its_file_kept() -> None:
    made = factories.dossier(ApplicationState.TO_COMPLETE)
    complement = made.complements.get()
    client = client_of(factories.representative_of(made))
    page = client.post(url("complements", made), {f"c{complement.pk}-uploads": pdf("réponse.pdf")})
    assert page.status_code == 422
    assert "Écrivez votre réponse, même en une ligne." in page.text
    assert Attachment.objects.filter(slot=complement.slot).get().name == "réponse.pdf"
    complement.refresh_from_db()
    assert complement.answered_at is None


def test_a_message_file_cannot_be_taken_off(committed: Dossier, browser: Client) -> None:
    browser.post(shared("messages", committed), {"body": "Voici.", "uploads": pdf()})
    attachment = Attachment.objects.get()
    assert browser.post(removal_of(attachment)).status_code == 404


def test_the_deadline_of_the_appeal_is_shown() -> None:
    made = factories.dossier(ApplicationState.REFUSED)
    step = client_of(factories.representative_of(made)).get(url("detail", made)).context["step"]
    assert step.deadline is not None
    assert step.deadline - timezone.localdate() >= timedelta(days=58)
