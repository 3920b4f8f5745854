"""The official logo replaces our rosace on certificates and badges, until it is retired."""

from io import BytesIO
from random import Random
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from directory.certificates.typesetting import HEAVY
from directory.logo.current import current_pixels
from directory.logo.models import OfficialLogo
from directory.logo.operations import adopt_logo, retire_logo
from directory.logo.picture import MOST_SIDE
from directory.recognitions.models import Recognition
from tests import factories, sanctions
from tests.files import logo, pdf
from tests.labelling.browsing import client_of, location
from workflows.actors import Actor
from workflows.models import ScanStatus
from workflows.verdicts import Forbidden, Stale

pytestmark = pytest.mark.django_db
RED, BLUE = (200, 30, 60), (20, 40, 200)
PAGE = "/logo/"


@pytest.fixture
def direction() -> Actor:
    return Actor.of(factories.manager())


@pytest.fixture
def label() -> Recognition:
    return factories.dossier("validated").recognitions.get()


def badge(label: Recognition, name: str = "clair-160.png") -> bytes:
    return Client().get(reverse("directory:badge", args=[label.code, name])).content


def middle_of(png: bytes) -> Any:
    with Image.open(BytesIO(png)) as shown:
        return shown.convert("RGB").getpixel((shown.width // 2, shown.height // 2))


def certificate(label: Recognition) -> bytes:
    browser = client_of(factories.instructor())
    answer = browser.get(reverse("directory:certificate", args=[label.number]))
    assert answer.status_code == 200
    return answer.content


def colours_of(page: bytes) -> set[tuple[int, ...]]:
    drawn = pypdfium2.PdfDocument(page)[0].render(scale=1).to_pil().convert("RGB")
    return {colour for _, colour in drawn.getcolors(1_000_000)}


def heavy_logo(opacity: int = 255) -> SimpleUploadedFile:
    """As many colours as pixels; `opacity` is from 0 to 255."""
    side = MOST_SIDE // 2
    pixels = bytearray(Random(2026).randbytes(4 * side * side))
    pixels[3::4] = bytes([opacity]) * (side * side)
    drawn = BytesIO()
    Image.frombytes("RGBA", (side, side), bytes(pixels)).save(drawn, "PNG")
    return SimpleUploadedFile("logo.png", drawn.getvalue())


def is_red(colour: tuple[int, ...]) -> bool:
    return all(abs(here - there) < 12 for here, there in zip(colour, RED, strict=True))


def test_it_replaces_our_rosace_and_leaves_again(direction: Actor, label: Recognition) -> None:
    ours = badge(label), certificate(label)
    adopt_logo(logo(), actor=direction)
    assert is_red(middle_of(badge(label)))
    assert is_red(middle_of(badge(label, "sombre-320.png")))
    assert b"data:image/png;base64," in badge(label, "clair.svg")
    assert any(map(is_red, colours_of(certificate(label))))
    retire_logo(actor=direction)
    assert (badge(label), certificate(label)) == ours


def test_the_same_logo_gives_the_same_bytes(direction: Actor, label: Recognition) -> None:
    adopt_logo(logo(), actor=direction)
    first = badge(label), badge(label, "clair.svg"), certificate(label)
    assert (badge(label), badge(label, "clair.svg"), certificate(label)) == first
    retire_logo(actor=direction)
    adopt_logo(logo(), actor=direction)
    assert (badge(label), badge(label, "clair.svg"), certificate(label)) == first


def test_a_heavy_logo_weighs_on_no_certificate(direction: Actor, label: Recognition) -> None:
    """What an image of as many colours as pixels would take is not asked of each certificate."""
    adopt_logo(heavy_logo(), actor=direction)
    pixels = current_pixels()
    assert pixels is not None
    assert len(pixels) > HEAVY
    page = certificate(label)
    assert len(page) < len(pixels)
    with pikepdf.open(BytesIO(page)) as document:
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        images = [one for one in streams if one.get("/Subtype") == "/Image"]
        assert [one.Filter for one in images] == ["/DCTDecode"]  # as given, not packed again
    assert certificate(label) == page


def test_a_heavy_logo_leaves_the_page_white_where_nothing_is_drawn(
    direction: Actor, label: Recognition
) -> None:
    adopt_logo(heavy_logo(opacity=0), actor=direction)
    assert (0, 0, 0) not in colours_of(certificate(label))


def test_what_is_worth_nothing_shows_no_logo(direction: Actor, label: Recognition) -> None:
    adopt_logo(logo(), actor=direction)
    sanctions.suspend(label, reason="Essai.")
    assert not is_red(middle_of(badge(label)))
    assert b"data:image/png" not in badge(label, "clair.svg")


def test_another_comes_after_it_and_both_are_remembered(direction: Actor) -> None:
    first = adopt_logo(logo(), actor=direction)
    second = adopt_logo(logo(BLUE, kind="JPEG"), actor=direction)
    first.refresh_from_db()
    assert (first.in_use, first.until) == (False, second.since)
    assert [row.transition for row in first.history.order_by("history_id")] == ["adopt", "retire"]
    page = client_of(direction.user).get(PAGE).text
    assert f"Logo {first.pk}" in page
    assert f"Logo {second.pk}" in page


def test_nothing_is_kept_of_it_but_its_pixels(direction: Actor) -> None:
    drawn = BytesIO()
    photo = Image.new("RGB", (1600, 1200), RED)
    exif = photo.getexif()
    exif[0x010E] = "Chez moi"
    photo.save(drawn, "JPEG", exif=exif)
    made = adopt_logo(SimpleUploadedFile("logo.jpg", drawn.getvalue()), actor=direction)
    with made.file.file.open("rb") as stream:
        kept = stream.read()
    assert b"Chez moi" not in kept
    with Image.open(BytesIO(kept)) as redrawn:
        assert (redrawn.format, redrawn.size) == ("PNG", (MOST_SIDE, MOST_SIDE * 3 // 4))


def test_while_the_scanner_reads_it_our_rosace_stays(direction: Actor, label: Recognition) -> None:
    ours = badge(label)
    made = adopt_logo(logo(), actor=direction)
    type(made.file).objects.update(scan=ScanStatus.PENDING)
    assert badge(label) == ours
    page = client_of(direction.user).get(PAGE).text
    assert "L’analyse de cette image n’est pas finie" in page


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (lambda: SimpleUploadedFile("logo.svg", SVG), "Un fichier SVG peut contenir un programme"),
        (lambda: SimpleUploadedFile("logo.png", SVG), "n’en est pas une"),
        (lambda: pdf("logo.pdf"), "Ce n’est pas une image PNG ou JPEG."),
        (lambda: logo(kind="GIF"), "Ce n’est pas une image PNG ou JPEG."),
        (lambda: logo(size=(120, 120)), "trop petite"),
        (lambda: logo(size=(2000, 310)), "trop allongée"),
        (lambda: SimpleUploadedFile("logo.png", b""), "vide"),
        (lambda: None, "Choisissez une image."),
    ],
)
def test_what_is_no_logo_is_told_beside_it(direction: Actor, upload: Any, said: str) -> None:
    sent = upload()
    answer = client_of(direction.user).post(PAGE, {"image": sent} if sent else {})
    assert answer.status_code == 422
    assert said in answer.text
    assert not OfficialLogo.objects.exists()


def test_the_direction_adopts_it_on_its_page(direction: Actor) -> None:
    browser = client_of(direction.user)
    assert "Notre rosace" in browser.get(PAGE).text
    assert location(browser.post(PAGE, {"image": logo()})) == PAGE
    made = OfficialLogo.objects.get()
    shown = browser.get(reverse("directory:logo_image", args=[made.file_id]))
    assert shown["Content-Type"] == "image/png"
    assert b"".join(shown).startswith(b"\x89PNG")
    assert location(browser.post(reverse("directory:retire_logo"))) == PAGE
    assert browser.post(reverse("directory:retire_logo")).status_code == 409


def test_nobody_else_does() -> None:
    for person in (factories.instructor(), factories.representative()):
        with pytest.raises(Forbidden):
            adopt_logo(logo(), actor=Actor.of(person))
        with pytest.raises(Forbidden):
            retire_logo(actor=Actor.of(person))


def test_there_is_nothing_to_retire_twice(direction: Actor) -> None:
    with pytest.raises(Stale):
        retire_logo(actor=direction)
