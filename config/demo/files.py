"""Real, small files made in code: PDFs with text that can be read and copied, photographs."""

import io
from collections.abc import Sequence
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
FONTS = b"/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>"
SKIES = ("#bcd7e6", "#d8e3ec", "#f2dfc2", "#cfe0d4")
GROUNDS = ("#6f8f52", "#8a9a5b", "#b09a62", "#5f7f6a")
WIDTH = 88


def pdf(name: str, title: str, lines: Sequence[str]) -> SimpleUploadedFile:
    """A one-page PDF called `name`: a title, then `lines`, wrapped."""
    return SimpleUploadedFile(name, pdf_bytes(title, lines), content_type="application/pdf")


def photo(name: str, variant: int) -> SimpleUploadedFile:
    """A JPEG called `name`: one of a few landscapes."""
    return SimpleUploadedFile(name, landscape(variant % 12), content_type="image/jpeg")


def pdf_bytes(title: str, lines: Sequence[str]) -> bytes:
    """The bytes of that PDF, its cross-reference table right to the byte."""
    text = _text(title, lines)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(fr-FR)>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        PAGE + FONTS,
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        FONT % b"Helvetica-Bold",
        FONT % b"Helvetica",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


def _text(title: str, lines: Sequence[str]) -> bytes:
    shown = [part for line in lines for part in (*_wrapped(line), "")]
    drawn = b"".join(b"(%s) '\n" % _escaped(line) for line in shown)
    return b"BT /F1 16 Tf 60 770 Td (%s) Tj /F2 11 Tf 16 TL 0 -20 Td\n%sET" % (
        _escaped(title),
        drawn,
    )


def _wrapped(line: str) -> list[str]:
    rows = [""]
    for word in line.split(" "):
        if rows[-1] and len(rows[-1]) + len(word) >= WIDTH:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def _escaped(text: str) -> bytes:
    data = text.encode("cp1252", "replace")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


@cache
def landscape(variant: int) -> bytes:
    """A blurred horizon, 640 × 420: enough to look like a photograph in a list of pieces."""
    image = Image.new("RGB", (640, 420), SKIES[variant % len(SKIES)])
    draw = ImageDraw.Draw(image)
    horizon = 210 + 12 * (variant % 5)
    draw.rectangle((0, horizon, 640, 420), fill=GROUNDS[variant % len(GROUNDS)])
    for row in range(5):
        left = 40 + 120 * row + 9 * variant % 60
        top = horizon - 70 - 14 * ((row + variant) % 3)
        draw.rectangle((left, top, left + 70, horizon + 6), fill="#8d6f5a")
        draw.polygon([(left - 8, top), (left + 35, top - 38), (left + 78, top)], fill="#4f5b66")
    buffer = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(2)).save(buffer, "JPEG", quality=72)
    return buffer.getvalue()
