"""Typesetting with typst: facts in, bytes out, the same bytes for the same facts."""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

HERE = Path(__file__).parent
POINTS_AN_INCH = 72
BADGE_WIDTH = 244  # points, as badge.typ has it


def certificate_pdf(facts: Mapping[str, Any]) -> bytes:
    """One A4 page in PDF/A-2b, tagged, whose language is French.

    `facts` are those that certificate.typ reads; `url` is also what the QR code holds.
    """
    inputs = {"facts": json.dumps(facts), "qr": qr_svg(facts["url"])}
    # The fonts are those of the wheel: what the machine has must not change a page.
    return typst.compile(
        HERE / "certificate.typ",
        format="pdf",
        sys_inputs=inputs,
        pdf_standards="a-2b",
        ignore_system_fonts=True,
    )


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
