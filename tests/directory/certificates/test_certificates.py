"""What a label gives: a certificate that is read back, and a badge that never lies."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
import time_machine
import zxingcpp
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from directory.memberships.policies import representatives_of
from directory.recognitions.codes import new_code, shown
from directory.recognitions.models import Recognition
from tests import factories, sanctions
from tests.directory.making import listing
from workflows.presentation.french import format_date

pytestmark = pytest.mark.django_db
BASE = "https://label.exemple.fr"


@pytest.fixture(autouse=True)
def outside(settings: Any) -> None:
    settings.OSE_BASE_URL = BASE


@pytest.fixture
def dossier() -> Any:
    return factories.dossier("validated")


@pytest.fixture
def label(dossier: Any) -> Recognition:
    return dossier.recognitions.get()


@pytest.fixture
def client(dossier: Any) -> Client:
    client = Client()
    client.force_login(factories.representative_of(dossier))
    return client


def path(label: Recognition, page: str = "certificate") -> str:
    return reverse(f"directory:{page}", args=[label.number])


def certificate(client: Client, label: Recognition) -> bytes:
    answer = client.get(path(label))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{label.number}.pdf"'
    return answer.content


def badge(label: Recognition, name: str, **headers: str) -> Any:
    return Client().get(reverse("directory:badge", args=[label.code, name]), headers=headers)


def suspend(label: Recognition) -> None:
    sanctions.suspend(label, reason="Plus aucune preuve depuis un an.")


def test_it_is_one_accessible_page_in_french_for_the_archives(client, label) -> None:
    with pikepdf.open(BytesIO(certificate(client, label))) as document:
        assert len(document.pages) == 1
        width, height = document.pages[0].mediabox[2:]
        assert (round(width), round(height)) == (595, 842)
        root = document.Root
        assert str(root.Lang) == "fr-FR"
        assert root.MarkInfo.Marked
        assert root.StructTreeRoot
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
            assert metadata["dc:title"] == f"Label OSE, {label.organisation}"


def test_its_text_says_whose_it_is_until_when_and_where_to_check(client, label) -> None:
    page = pypdfium2.PdfDocument(certificate(client, label))[0]
    words = " ".join(page.get_textpage().get_text_range().replace("\u00a0", " ").split())
    assert label.organisation.name in words
    assert label.number in words
    assert format_date(label.valid_until).replace("\u00a0", " ") in words
    assert shown(label.code) in words
    assert f"label.exemple.fr/verifier/{label.code}/" in words


def test_the_same_facts_give_the_same_bytes(client, label) -> None:
    first = certificate(client, label)
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        client.force_login(factories.instructor())
        assert certificate(client, label) == first


def test_it_stops_with_the_label_and_says_why(client, label) -> None:
    suspend(label)
    answer = client.get(path(label))
    assert answer.status_code == 422
    assert "Ce label est suspendu." in answer.text
    page = client.get(path(label, "identity")).text
    assert path(label) not in page
    assert "ne peut pas afficher le logo OSE" in page


def test_it_stops_the_day_after_the_last_whether_or_not_time_has_passed(client, label) -> None:
    with time_machine.travel(label.valid_until + timedelta(days=1)):
        client.force_login(factories.instructor())
        assert client.get(path(label)).status_code == 422


def test_its_qr_code_leads_to_what_the_label_is_worth(client, label) -> None:
    page = pypdfium2.PdfDocument(certificate(client, label))[0]
    (read,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert read.text == f"{BASE}/verifier/{label.code}/"
    answer = Client().get(read.text.removeprefix(BASE))
    assert "Ce label est valide" in answer.text


def test_the_page_of_use_offers_all_of_it(client, label) -> None:
    page = client.get(path(label, "identity")).text
    for name in ("clair.svg", "sombre.svg", "clair-320.png", "sombre-1280.png"):
        assert reverse("directory:badge", args=[label.code, name]) in page
    assert path(label) in page
    assert shown(label.code) in page
    snippet = f"&lt;a href=&quot;{BASE}/verifier/{label.code}/&quot;&gt;&lt;img src=&quot;{BASE}"
    assert snippet in page


def test_an_accompanist_has_words_of_its_own(label) -> None:
    """What is said of a listing is not what is said of a label, on any of the three."""
    listed = listing("Les Jardins du Bocage").recognition
    holder = Client()
    holder.force_login(representatives_of(listed.organisation_id).get())
    page = holder.get(path(listed, "identity")).text
    assert "Le logo dit que Les Jardins du Bocage est dans l’annuaire." in page
    assert "c’est l’organisation qui s’engage" not in page
    text = pypdfium2.PdfDocument(certificate(holder, listed))[0].get_textpage().get_text_range()
    words = " ".join(text.replace("\u00a0", " ").split())
    assert "Référencement OSE" in words
    assert "inscrit à l’annuaire public" in words
    assert listed.signature.version.title in words
    assert badge(listed, "clair.svg").content != badge(label, "clair.svg").content
    checked = Client().get(reverse("directory:verify_code", args=[listed.code]))
    assert "Ce référencement est valide" in checked.text
    assert listed.get_absolute_url() in checked.text
    suspend(listed)
    assert "ne peut pas se dire référencée" in holder.get(path(listed, "identity")).text
    assert "Ce référencement est suspendu." in holder.get(path(listed)).text


@pytest.mark.parametrize("width", [160, 1280])
def test_a_badge_is_an_image_on_nothing(label, width) -> None:
    answer = badge(label, f"clair-{width}.png")
    image = Image.open(BytesIO(answer.content))
    assert image.format == "PNG"
    assert image.size == (width, width)
    assert image.getchannel("A").getpixel((0, 0)) == 0
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_badge_is_asked_again_only_when_it_has_changed(label) -> None:
    first = badge(label, "clair.svg")
    assert first.content.startswith(b"<svg")
    again = badge(label, "clair.svg", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    suspend(label)
    after = badge(label, "clair.svg", if_none_match=first["ETag"])
    assert after.status_code == 200
    assert after.content != first.content


def test_no_badge_for_a_code_that_is_nobody_s_nor_by_another_name(label) -> None:
    assert badge(label, "rose.svg").status_code == 404
    assert badge(label, "clair-7.png").status_code == 404
    unknown = reverse("directory:badge", args=[new_code(), "clair.svg"])
    assert Client().get(unknown).status_code == 404


def test_a_badge_costs_two_queries(label, django_assert_num_queries) -> None:
    """The recognition, and the logo that stands for it."""
    with django_assert_num_queries(2):
        badge(label, "clair.svg")
