"""Typesetting with typst: facts in, bytes out, the same bytes for the same facts."""

import json
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst
from PIL import Image, ImageDraw, ImageOps

HERE = Path(__file__).parent
POINTS_AN_INCH = 72
BADGE_WIDTH = 244  # points, as badge.typ has it
HEAVY = 64 * 1024  # bytes of a PNG; a flat logo, the largest there is, weighs less
KEPT_READY = 4  # logos


def certificate_pdf(facts: Mapping[str, Any], logo: bytes | None = None) -> bytes:
    """One A4 page in PDF/A-2b, tagged, whose language is French.

    `facts` are those that certificate.typ reads; `url` is also what the QR code holds. `logo` is
    the PNG that stands in place of our rosace.
    """
    inputs = {"facts": json.dumps(facts), "qr": qr_svg(facts["url"])}
    if logo is not None:
        inputs["logo"] = _printed(logo)
    # The fonts are those of the wheel: what the machine has must not change a page.
    return typst.compile(
        HERE / "certificate.typ",
        format="pdf",
        sys_inputs=inputs,
        pdf_standards="a-2b",
        ignore_system_fonts=True,
    )


@lru_cache(maxsize=KEPT_READY)
def _printed(logo: bytes) -> str:
    """The SVG of the PNG `logo` on the white of a page.

    A heavy one as a JPEG: a PNG is taken apart and packed again with each certificate, ten times as
    long as all the rest.
    """
    if len(logo) <= HEAVY:
        return framed(logo).decode()
    drawn = BytesIO()
    with Image.open(BytesIO(logo), formats=["PNG"]) as image:
        pixels = image.convert("RGBA")
    page = Image.new("RGBA", pixels.size, "white")
    page.alpha_composite(pixels)
    page.convert("RGB").save(drawn, "JPEG", quality=95, subsampling=0)
    return framed(drawn.getvalue(), kind="jpeg").decode()


def framed(image: bytes, *, ground: str = "", kind: str = "png") -> bytes:
    """A square SVG with the image whole in its middle, on `ground` (a colour) or on nothing."""
    plate = f'<rect width="100" height="100" rx="8" fill="{ground}"/>' if ground else ""
    margin = 8 if ground else 0
    side = 100 - 2 * margin
    data = b64encode(image).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="240" height="240">'
        f'{plate}<image x="{margin}" y="{margin}" width="{side}" height="{side}" '
        f'preserveAspectRatio="xMidYMid meet" href="data:image/{kind};base64,{data}"/></svg>'
    ).encode()


def framed_png(png: bytes, width: int, *, ground: str = "") -> bytes:
    """The same, `width` pixels wide."""
    drawn = BytesIO()
    canvas = Image.new("RGBA", (width, width))
    margin = 0
    if ground:
        margin = 8 * width // 100
        plate = ImageDraw.Draw(canvas)
        plate.rounded_rectangle((0, 0, width - 1, width - 1), 8 * width // 100, fill=ground)
    with Image.open(BytesIO(png), formats=["PNG"]) as logo:
        side = width - 2 * margin
        fitted = ImageOps.contain(logo.convert("RGBA"), (side, side), Image.Resampling.LANCZOS)
    place = ((width - fitted.width) // 2, (width - fitted.height) // 2)
    canvas.alpha_composite(fitted, place)
    canvas.save(drawn, "PNG")
    return drawn.getvalue()


def badge_svg(facts: Mapping[str, Any]) -> bytes:
    """The seal, its words drawn as outlines; `facts` are those that badge.typ reads."""
    return _badge(facts, format="svg")


def badge_png(facts: Mapping[str, Any], width: int) -> bytes:
    """The seal, `width` pixels wide, on a transparent ground."""
    return _badge(facts, format="png", ppi=POINTS_AN_INCH * width / BADGE_WIDTH)


def _badge(facts: Mapping[str, Any], **options: Any) -> bytes:
    inputs = {"facts": json.dumps(facts)}
    return typst.compile(HERE / "badge.typ", sys_inputs=inputs, ignore_system_fonts=True, **options)


def qr_svg(address: str) -> str:
    """The QR code of `address`: a fifth of it may be hidden, and it still reads."""
    drawn = BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(drawn, kind="svg", dark="#0e3b43", xmldecl=False, omitsize=True, nl=False)
    return drawn.getvalue().decode()
