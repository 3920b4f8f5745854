"""Real files of every accepted type, and what the inspection says of a file."""

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from PIL import Image

from workflows.files import FileRefused, Inspection, contents, inspect_upload

OPENDOCUMENT = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
OPEN_XML = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}
OFFICE = "application/vnd.openxmlformats-officedocument."
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + b"\0" * 200 + b"This program cannot be run"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def pdf(change: Callable[[pikepdf.Pdf], Any] | None = None, **options: Any) -> bytes:
    """A one-page PDF as qpdf writes it with `options`, after `change`."""
    document, buffer = pikepdf.new(), io.BytesIO()
    document.add_blank_page(page_size=(200, 200))
    if change:
        change(document)
    document.save(buffer, **{"deterministic_id": "encryption" not in options, **options})
    return buffer.getvalue()


def image(image_format: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (24, 16), "#2f7d6b").save(buffer, image_format)
    return buffer.getvalue()


def archive(entries: list[tuple[str, bytes]], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as target:
        for name, content in entries:
            target.writestr(name, content)
    return buffer.getvalue()


def opendocument(extension: str, *more: tuple[str, bytes], body: str = "", **options: int) -> bytes:
    """A document whose content holds `body`, with `more` entries."""
    content = (
        f"<office:document-content><office:body>{body}</office:body></office:document-content>"
    )
    entries = {
        "mimetype": OPENDOCUMENT[extension].encode(),
        "content.xml": content.encode(),
        "META-INF/manifest.xml": b"<manifest:manifest/>",
        "Configurations2/accelerator/current.xml": b"",
    }
    return archive([*{**entries, **dict(more)}.items()], **options)


def open_xml(
    extension: str,
    *more: tuple[str, bytes],
    body: str = "",
    types: str = "",
    macro_enabled: bool = False,
    **options: int,
) -> bytes:
    """A document whose main part holds `body`; `types` are more content types, as XML."""
    part, kind = OPEN_XML[extension]
    main = f"{OFFICE}{kind}.main+xml"
    if macro_enabled:
        main = "application/vnd.ms-word.document.macroEnabled.main+xml"
    entries = {
        "[Content_Types].xml": (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<Types><Override PartName="/{part}" ContentType="{main}"/>{types}</Types>'
        ).encode(),
        "_rels/.rels": relations(f'Type="{RELATIONS}officeDocument" Target="{part}"'),
        part: f"<w:document><w:body>{body}</w:body></w:document>".encode(),
    }
    return archive([*{**entries, **dict(more)}.items()], **options)


def relations(*found: str) -> bytes:
    """A part of relationships, each given by its attributes."""
    each = "".join(f'<Relationship Id="rId{at}" {one}/>' for at, one in enumerate(found))
    return f"<Relationships>{each}</Relationships>".encode()


def compound(*names: str) -> bytes:
    """A compound file: header, then one directory sector with these streams."""
    entries = b""
    for name in ("Root Entry", *names):
        encoded = name.encode("utf-16-le") + b"\0\0"
        entry = encoded.ljust(64, b"\0") + struct.pack("<HB", len(encoded), 2)
        entries += entry.ljust(128, b"\0")
    return contents.COMPOUND_START.ljust(512, b"\0") + entries.ljust(1024, b"\0")


GENUINE = {
    "pdf": pdf(),
    "png": image("PNG"),
    "jpg": image("JPEG"),
    "jpeg": image("JPEG"),
    "webp": image("WEBP"),
    "gif": image("GIF"),
    **{extension: opendocument(extension) for extension in OPENDOCUMENT},
    **{extension: open_xml(extension) for extension in OPEN_XML},
    "doc": compound("WordDocument"),
    "xls": compound("Workbook"),
    "ppt": compound("PowerPoint Document"),
    "txt": "Procès-verbal de l’assemblée générale\r\n".encode(),
    "csv": "Année;Salariés\r\n2025;12\r\n".encode("cp1252"),
}


def inspect(name: str, content: bytes, **options: Any) -> Inspection:
    return inspect_upload(name, io.BytesIO(content), len(content), **options)


def refusal(name: str, content: bytes, **options: Any) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        inspect(name, content, **options)
    return refused.value


def verdict(name: str, content: bytes) -> str | None:
    """The code of the refusal, or nothing when the file is accepted."""
    try:
        inspect(name, content)
    except FileRefused as refused:
        return refused.code
    return None
