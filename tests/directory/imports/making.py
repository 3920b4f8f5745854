"""Files of labels, as people send them, and what becomes of one."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from directory.imports.drafts import send_file
from directory.imports.models import ImportDraft, LabelImport
from directory.imports.operations import import_labels
from tests import factories
from workflows.actors import Actor

HEADINGS = [
    "Numéro",
    "SIREN",
    "Nom",
    "Catégorie juridique",
    "Département",
    "Commune",
    "Valable du",
    "Valable au",
    "Charte",
    "Charte signée le",
    "Signataire",
]


def year() -> int:
    return timezone.localdate().year


def row(rank: int, **changes: Any) -> list[Any]:
    """A label that began last month, for the years of the rule."""
    today = timezone.localdate()
    begins = f"{today - timedelta(days=30):%d/%m/%Y}"
    values = {
        "number": f"OSE-{year()}-{rank:04d}",
        "siren": factories.siren(),
        "name": f"Été {rank}",
        "form": "9220",
        "department": "49",
        "city": "Angers",
        "starts": begins,
        "ends": "",
        "charter": str(factories.charter_version().number),
        "signed": begins,
        "who": "Dominique Lebreton",
    }
    assert not changes.keys() - values.keys()
    return list((values | changes).values())


def text(*rows: list[Any], headings: list[str] = HEADINGS, separator: str = ";") -> str:
    return "\r\n".join(separator.join(map(str, cells)) for cells in [headings, *rows])


def book(*rows: list[Any], merged: str = "") -> bytes:
    made = openpyxl.Workbook()
    for cells in [HEADINGS, *rows]:
        made.active.append(cells)
    if merged:
        made.active.merge_cells(merged)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def draft(actor: Actor, *rows: list[Any]) -> ImportDraft:
    """A file that somebody of the direction sent, with one label unless `rows` says otherwise."""
    content = text(*(rows or [row(9_001)])).encode()
    upload = SimpleUploadedFile("labels.csv", content)
    return send_file(upload, headings=HEADINGS, actor=actor)


def imported(actor: Actor, *rows: list[Any]) -> LabelImport:
    """A file that was taken up."""
    content = text(*(rows or [row(9_002)])).encode()
    source = import_labels(content, name="labels.csv", actor=actor).source
    assert source is not None
    return source
