"""Complaining and following by receipt: from no account, and whatever is typed."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from directory.recognitions.models import Recognition
from labelling.oversight.complaints.enums import ComplaintState as S
from labelling.oversight.complaints.models import Complaint, ComplaintFile, Entry
from labelling.oversight.complaints.operations import say
from labelling.oversight.followup.ceilings import CEILINGS, LODGE
from labelling.oversight.followup.forms import MOST_WORDS, NO_RECEIPT, SEVERAL, SLIP
from labelling.oversight.followup.views import ADDED, ALREADY, TOO_MANY, UNKNOWN
from labelling.oversight.identities.models import SealedIdentity
from labelling.oversight.receipts.models import Receipt
from tests import factories
from tests.directory.making import label
from tests.files import pdf, pdf_bytes
from tests.labelling.oversight.complaining import FACTS, lodged, unknown_receipt
from workflows.actors import Actor
from workflows.pages.traps import FASTEST, TRAPPED

pytestmark = pytest.mark.django_db
NEW, FOLLOW = reverse("complaints:new"), reverse("complaints:follow")
WRITE, WITHDRAW = reverse("complaints:write"), reverse("complaints:withdraw")


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def held() -> Recognition:
    return label(factories.organisation("Les Jardins du Bocage"), timezone.localdate())


def typed(client: Client, held: Recognition, clock: Any, **changed: Any) -> dict[str, Any]:
    """What a person posts from the form that they opened."""
    opened = client.get(NEW).context["form"]["opened"].value()
    clock.shift(FASTEST + 1)
    return {
        "about": "organisation",
        "whom": held.number,
        "words": FACTS,
        "subject": "",
        "opened": opened,
        **changed,
    }


def receipt_in(page: Any) -> str:
    receipt: str = page.context["receipt"]
    return receipt


def errors_in(page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.context["form"].errors
    return found


def test_a_complaint_is_made_without_account_or_name(
    client: Client, held: Recognition, clock: Any
) -> None:
    page = client.post(NEW, typed(client, held, clock))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    made = Complaint.objects.get()
    assert (made.recognition, made.state) == (held, S.RECEIVED)
    assert not SealedIdentity.objects.exists()
    followed = client.post(FOLLOW, {"secret": receipt_in(page)})
    assert followed.status_code == 200
    assert FACTS in followed.content.decode()
    assert "no-store" in followed["Cache-Control"]


def test_no_session_and_no_address_remembers_a_receipt(
    client: Client, held: Recognition, clock: Any
) -> None:
    page = client.post(NEW, typed(client, held, clock))
    followed = client.post(FOLLOW, {"secret": receipt_in(page)})
    assert followed.status_code == 200
    assert client.get(FOLLOW + f"?secret={receipt_in(page)}").context["form"].errors == {}
    assert dict(client.session) == {}
    stored = Receipt.objects.get()
    digits = receipt_in(page).replace("\u00a0", "")
    assert digits not in (stored.digest, stored.fingerprint)
    assert digits not in repr(vars(stored))


def test_the_same_page_sent_twice_makes_one_complaint_and_shows_its_receipt_again(
    client: Client, held: Recognition, clock: Any
) -> None:
    sent = typed(client, held, clock)
    first, second = client.post(NEW, sent), client.post(NEW, sent)
    assert receipt_in(first) == receipt_in(second)
    assert Complaint.objects.count() == 1


def test_the_same_words_from_elsewhere_are_recognised_and_kept_on_the_page(
    client: Client, held: Recognition, clock: Any
) -> None:
    client.post(NEW, typed(client, held, clock))
    answers: list[int] = []
    for _ in range(100):
        again = client.post(NEW, typed(Client(), held, clock, words=f" {FACTS.upper()} "))
        assert FACTS.upper() in again.content.decode()
        if not answers:
            assert "mot pour mot" in errors_in(again)["words"][0]
        answers.append(again.status_code)
    assert set(answers) == {422, 429}
    assert Complaint.objects.count() == 1


def test_a_page_that_served_does_not_serve_for_other_words(
    client: Client, held: Recognition, clock: Any
) -> None:
    sent = typed(client, held, clock)
    client.post(NEW, sent)
    other = client.post(NEW, sent | {"words": "Tout autre chose, le 4 au matin."})
    assert other.status_code == 422
    assert Complaint.objects.count() == 1


def test_an_organisation_is_found_by_name_and_chosen_among_several(
    client: Client, held: Recognition, clock: Any
) -> None:
    twin = label(factories.organisation("Jardins du Bocage vendéen"), timezone.localdate())
    page = client.post(NEW, typed(client, held, clock, whom="jardins bocage"))
    assert errors_in(page)["whom"] == [SEVERAL]
    assert {one.number for one in page.context["form"].offered} == {held.number, twin.number}
    clock.shift(FASTEST + 1)
    client.post(NEW, typed(client, held, clock, whom="jardins bocage", which=twin.number))
    assert Complaint.objects.get().recognition == twin


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("about", {"about": ""}),
        ("about", {"about": "voisin"}),
        ("whom", {"whom": ""}),
        ("whom", {"whom": "Rien de tel"}),
        ("whom", {"whom": "\x00"}),
        ("words", {"words": ""}),
        ("words", {"words": "   "}),
        ("words", {"words": "mot " * 10_000}),
        ("words", {"words": "Avec un \x00 dedans, et la suite."}),
        ("email", {"email": "pas une adresse"}),
        ("email", {"write_to_me": "on"}),
        ("subject", {"subject": "Bonnes affaires"}),
        ("__all__", {"opened": "faux"}),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(
    client: Client, held: Recognition, clock: Any, field: str, changed: dict[str, str]
) -> None:
    page = client.post(NEW, typed(client, held, clock, **changed))
    assert page.status_code == 422
    assert field in errors_in(page)
    assert not Complaint.objects.exists()
    if "words" not in changed:
        assert FACTS in page.content.decode()


def test_ten_thousand_characters_and_html_are_words_like_others(
    client: Client, held: Recognition, clock: Any
) -> None:
    words = "<script>alert(1)</script>" + "é" * (MOST_WORDS - 100)
    page = client.post(NEW, typed(client, held, clock, words=words))
    followed = client.post(FOLLOW, {"secret": receipt_in(page)}).content.decode()
    assert "<script>alert(1)" not in followed
    assert "&lt;script&gt;alert(1)" in followed


def test_a_trap_is_said_to_be_one(client: Client, held: Recognition, clock: Any) -> None:
    page = client.post(NEW, typed(client, held, clock, subject="x"))
    assert errors_in(page)["subject"] == [TRAPPED]


def photograph() -> SimpleUploadedFile:
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Marie"
    written = BytesIO()
    Image.new("RGB", (64, 48), "green").save(written, "JPEG", exif=exif)
    return SimpleUploadedFile("marie-chez-elle.jpg", written.getvalue(), "image/jpeg")


def test_files_are_kept_without_what_they_say_of_their_author(
    client: Client, held: Recognition, clock: Any
) -> None:
    files = [pdf("contrat de Marie.pdf"), photograph()]
    page = client.post(NEW, typed(client, held, clock, uploads=files))
    assert page.status_code == 200
    kept = list(ComplaintFile.objects.order_by("pk"))
    assert [one.name for one in kept] == ["Pièce 1.pdf", "Pièce 2.jpg"]
    for one in kept:
        with one.file.open() as stream:
            assert b"Marie" not in stream.read()
        assert one.uploaded_by is None


@pytest.mark.parametrize(
    "files",
    [
        lambda: [pdf()] * 50,
        lambda: [SimpleUploadedFile("notes.docx", b"PK\x03\x04")],
        lambda: [SimpleUploadedFile("photo.gif", b"GIF89a")],
        lambda: [SimpleUploadedFile("photo.jpg", pdf_bytes())],
        lambda: [SimpleUploadedFile("vide.pdf", b"")],
    ],
)
def test_other_files_are_refused_beside_their_field(
    client: Client, held: Recognition, clock: Any, files: Any
) -> None:
    page = client.post(NEW, typed(client, held, clock, uploads=files()))
    assert page.status_code == 422
    assert errors_in(page)["uploads"]
    assert not Complaint.objects.exists()


def test_beyond_its_ceiling_a_place_keeps_what_it_typed(
    client: Client, held: Recognition, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CEILINGS, LODGE, "1/h/ip")
    client.post(NEW, typed(client, held, clock))
    page = client.post(NEW, typed(client, held, clock, words="Une autre chose, vue le 7."))
    assert page.status_code == 429
    assert TOO_MANY in errors_in(page)["__all__"]
    assert "Une autre chose, vue le 7." in page.content.decode()


def test_who_it_is_is_sealed(client: Client, held: Recognition, clock: Any) -> None:
    who = {"name": "Marie Dubreuil", "email": "marie@exemple.fr", "write_to_me": "on"}
    page = client.post(NEW, typed(client, held, clock, **who))
    assert page.status_code == 200
    kept = SealedIdentity.objects.select_related("complaint").get()
    assert kept.opened().name == "Marie Dubreuil"
    assert kept.address() == "marie@exemple.fr"
    followed = client.post(FOLLOW, {"secret": receipt_in(page)}).content.decode()
    assert "Marie" not in followed
    assert "marie@" not in followed


def test_a_slip_is_said_to_be_one_and_not_counted(client: Client) -> None:
    receipt = unknown_receipt()
    wrong = receipt[:-1] + str((int(receipt[-1]) + 1) % 10)
    slips = [client.post(FOLLOW, {"secret": wrong}) for _ in range(60)]
    assert {page.status_code for page in slips} == {422}
    assert errors_in(slips[-1])["secret"] == [SLIP]
    assert client.post(FOLLOW, {"secret": "12"}).context["form"].errors["secret"] == [NO_RECEIPT]
    assert client.post(FOLLOW, {"secret": receipt}).status_code == 404


def test_a_thousand_guesses_get_nowhere_and_shut_nobody_else_out(client: Client) -> None:
    made = lodged()
    first = client.post(FOLLOW, {"secret": unknown_receipt()})
    assert errors_in(first)["secret"] == [UNKNOWN]
    answers = [client.post(FOLLOW, {"secret": unknown_receipt()}).status_code for _ in range(999)]
    assert set(answers) == {404, 429}
    assert answers.count(404) < 25
    # From there, not even the right one: an answer would tell it from the others.
    assert client.post(FOLLOW, {"secret": made.receipt}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.post(FOLLOW, {"secret": made.receipt}).status_code == 200


def test_a_question_is_answered_with_files_from_the_page(client: Client) -> None:
    made = lodged()
    say(made.complaint, "ask", words="Où était-ce ?", actor=Actor.of(factories.instructor()))
    page = client.post(FOLLOW, {"secret": made.receipt})
    assert page.context["followed"].asked
    sent = {"secret": made.receipt, "words": "Sur la vitrine.", "uploads": [pdf()]}
    done = client.post(WRITE, sent)
    assert (done.status_code, done.context["done"]) == (200, ADDED)
    assert not done.context["followed"].asked
    again = client.post(WRITE, sent | {"uploads": [pdf()]})
    assert again.context["done"] == ALREADY
    assert Entry.objects.filter(words="Sur la vitrine.").count() == 1
    refused = client.post(WRITE, {"secret": made.receipt, "words": ""})
    assert refused.status_code == 422


def test_it_is_withdrawn_once_however_often(client: Client) -> None:
    made = lodged()
    for _ in range(2):
        page = client.post(WITHDRAW, {"secret": made.receipt})
        assert page.status_code == 200
    made.complaint.refresh_from_db()
    assert made.complaint.state == S.WITHDRAWN
    late = client.post(WRITE, {"secret": made.receipt, "words": "Trop tard, pourtant."})
    assert late.status_code in (409, 422)


@pytest.mark.parametrize("url", [FOLLOW, WRITE, WITHDRAW])
def test_without_a_receipt_nothing_opens(client: Client, url: str) -> None:
    assert client.post(url, {"words": "Essai."}).status_code == 422
    assert client.post(url, {"secret": unknown_receipt()}).status_code == 404


def test_what_is_refused_is_logged_without_a_word_of_it(
    client: Client, held: Recognition, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client.post(NEW, typed(client, held, clock, email="marie", words="Court"))
        client.post(FOLLOW, {"secret": "4444"})
    told = caplog.text
    assert "invalid" in told
    for word in ("marie", "Court", "4444", held.number):
        assert word not in told


def test_the_page_of_a_label_leads_to_a_complaint_about_it(
    client: Client, held: Recognition
) -> None:
    page = client.get(held.get_absolute_url()).content.decode()
    assert f"{NEW}?numero={held.number}" in page
    form = client.get(NEW, {"numero": held.number}).context["form"]
    assert (form["whom"].value(), form["about"].value()) == (held.number, "organisation")
    for odd in ("\x00", "<script>", "x" * 500):
        assert client.get(NEW, {"numero": odd}).status_code == 200
