"""A copy of a file says nothing of whoever made it, and still shows what it showed."""

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.files import jpeg_bytes, pdf_bytes
from workflows.files.refusals import FileRefused
from workflows.files.stripping import stripped

WHO = "Marie Dubreuil"
ORIENTATION, MAKER = 0x0112, 0x010F
TURNED = 6


def exif() -> Image.Exif:
    told = Image.Exif()
    told[MAKER], told[ORIENTATION] = WHO, TURNED
    return told


def drawn(**options: Any) -> bytes:
    written = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(written, **options)
    return written.getvalue()


def jpeg(**more: Any) -> bytes:
    return drawn(format="JPEG", exif=exif(), comment=WHO.encode(), **more)


def png() -> bytes:
    told = PngInfo()
    told.add_text("Author", WHO)
    return drawn(format="PNG", pnginfo=told, exif=exif())


def webp() -> bytes:
    return drawn(format="WEBP", exif=exif(), xmp=WHO.encode())


def pdf() -> bytes:
    """An author, metadata, a remark that is signed, and a photograph."""
    made, written = pikepdf.open(BytesIO(pdf_bytes())), BytesIO()
    with made.open_metadata() as metadata:
        metadata["dc:creator"] = [WHO]
    made.docinfo["/Author"] = WHO
    photograph = Stream(made, jpeg())
    photograph.Type, photograph.Subtype = Name.XObject, Name.Image
    photograph.Width = photograph.Height = 256
    photograph.ColorSpace, photograph.BitsPerComponent = Name.DeviceRGB, 8
    photograph.write(jpeg(), filter=Name.DCTDecode)
    page = made.pages[0]
    page.Resources = Dictionary(XObject=Dictionary(Im0=photograph))
    remark = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=WHO, Contents="À voir."
    )
    page.Annots = Array([made.make_indirect(remark)])
    made.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return written.getvalue()


@pytest.mark.parametrize(
    ("extension", "make"),
    [
        ("jpg", jpeg),
        ("jpeg", lambda: jpeg(progressive=True)),
        ("png", png),
        ("webp", webp),
        ("pdf", pdf),
    ],
)
def test_nothing_is_left_of_whoever_made_it(extension: str, make: Callable[[], bytes]) -> None:
    content = make()
    assert WHO.encode() in content
    copy = stripped(content, extension)
    assert WHO.encode() not in copy
    assert stripped(content, extension) == copy  # the same each time: it is recognised
    if extension != "pdf":
        with Image.open(BytesIO(content)) as before, Image.open(BytesIO(copy)) as after:
            assert before.tobytes() == after.tobytes()


def test_a_photograph_stays_turned_as_it_was_held() -> None:
    with Image.open(BytesIO(stripped(jpeg(), "jpg"))) as image:
        assert dict(image.getexif()) == {ORIENTATION: TURNED}


def test_what_stands_after_the_end_is_left_out() -> None:
    assert WHO.encode() not in stripped(jpeg_bytes() + WHO.encode(), "jpg")
    assert WHO.encode() not in stripped(png() + WHO.encode(), "png")


def test_a_pdf_keeps_its_pages_and_its_remarks() -> None:
    with pikepdf.open(BytesIO(stripped(pdf(), "pdf"))) as made:
        assert len(made.pages) == 1
        remark = made.pages[0].Annots[0]
        assert str(remark.Contents) == "À voir."
        assert "/T" not in remark


@pytest.mark.parametrize("extension", ["docx", "odt", "gif", "xls", ""])
def test_what_we_cannot_strip_is_refused(extension: str) -> None:
    with pytest.raises(FileRefused) as refused:
        stripped(b"PK", extension)
    assert refused.value.code == "keeps_author"


@given(st.binary(max_size=400), st.sampled_from(["jpg", "png", "webp", "pdf"]), st.booleans())
def test_whatever_comes_is_stripped_or_refused(noise: bytes, extension: str, cut: bool) -> None:
    begun = {"jpg": jpeg_bytes(), "png": png(), "webp": webp(), "pdf": pdf_bytes()}[extension]
    content = begun[: len(noise) * 3] + noise if cut else noise
    with suppress(FileRefused):
        assert WHO.encode() not in stripped(content, extension)
