"""What a PDF would run, open, send or carry besides its pages, as qpdf reads it.

A program of its own (``workflows.files.pdf`` starts it): the file on standard input, on standard
output the code of a refusal, or nothing for a PDF that only shows pages. A hostile file can eat
no more than the limits below, and what ends by it is this process alone. It imports nothing of
ours, Django least of all: it starts for every PDF.

Source: ISO 32000-2, tables 44 (file specifications), 171 (annotations), 201 (actions), 224 (XFA).
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from pikepdf.settings import set_qpdf_limits

if sys.platform != "win32":
    import resource

MIB = 1024 * 1024
MEMORY = 512 * MIB
CPU_SECONDS = 5
# Object and cross-reference streams are the only ones that are unpacked: a hundred objects each.
MOST_UNPACKED = 16 * MIB
MOST_WARNINGS = 1_000

ACTIONS = {
    "/JavaScript": "pdf_script",
    "/Launch": "pdf_launch",
    "/GoToR": "pdf_launch",
    "/GoToE": "pdf_launch",
    "/SubmitForm": "pdf_exchange",
    "/ImportData": "pdf_exchange",
    "/Rendition": "pdf_media",
    "/Movie": "pdf_media",
    "/Sound": "pdf_media",
    "/RichMediaExecute": "pdf_media",
}
ANNOTATIONS = {
    "/FileAttachment": "pdf_attachment",
    "/RichMedia": "pdf_media",
    "/3D": "pdf_media",
    "/Movie": "pdf_media",
    "/Sound": "pdf_media",
}
EMBEDDED = ("/EmbeddedFile", "/EF", "/Collection")
FORM = "/XFA"
# qpdf writes a name in one way, however the file spells it: what has none of these is passed over.
WATCHED = re.compile(b"|".join(name.encode() for name in [*ACTIONS, *ANNOTATIONS, *EMBEDDED, FORM]))


def finding(stream: BinaryIO) -> str:
    """Return the code of what the PDF carries, or an empty text.

    ``encrypted`` is for a PDF that asks for a password: one that opens without any is read like
    the others. ``damaged`` is for what qpdf cannot repair, as readers do.
    """
    try:
        with pikepdf.open(stream) as pdf:
            if not pdf.pages:
                return "damaged"
            carried = (_carried(found) for found in _dictionaries(pdf))
            return next(filter(None, carried), "") or ("damaged" if _is_unread(pdf) else "")
    except pikepdf.PasswordError:
        return "encrypted"
    except pikepdf.PdfError as error:
        return "encrypted" if "encrypt" in str(error) else "damaged"


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The dictionaries that may matter, those of streams and those inside another included.

    In all objects, reachable or not: readers do not agree on what is.
    """
    for top in [pdf.trailer, *pdf.objects]:
        pending: list[Any] = [top] if _is_watched(top) else []
        while pending:
            current = pending.pop()
            if isinstance(current, Dictionary | Stream):
                yield current
                values = [value for _, value in current.items()]
            elif isinstance(current, Array):
                values = list(current)
            else:
                continue
            # An indirect object has its own turn.
            pending += [
                value
                for value in values
                if isinstance(value, Dictionary | Array) and not value.is_indirect
            ]


def _is_watched(top: Any) -> bool:
    """Whether this object names anything to look at closely."""
    if isinstance(top, Stream):
        written = top.stream_dict.unparse()
    elif isinstance(top, Dictionary | Array):
        written = top.unparse(resolved=True)
    else:
        return False
    return WATCHED.search(written) is not None


def _is_unread(pdf: pikepdf.Pdf) -> bool:
    """Whether qpdf gave up an object, for a limit or a fault: it stands as null, with a warning.

    A reader that has more memory, or is more lenient, might find anything there.
    """
    return bool(pdf.get_warnings()) and any(
        pdf.get_object(place) is None for place in pdf.get_xref_table()
    )


def _carried(dictionary: Any) -> str:
    """The code of what this dictionary is; empty for what only shows."""
    if found := ACTIONS.get(_name(dictionary, "/S")):
        return found
    if found := ANNOTATIONS.get(_name(dictionary, "/Subtype")):
        return found
    if _name(dictionary, "/Type") in EMBEDDED or "/Collection" in dictionary:
        return "pdf_attachment"
    files = dictionary.get("/EF")
    if isinstance(files, Dictionary) and any(isinstance(item, Stream) for _, item in files.items()):
        return "pdf_attachment"
    return "pdf_xfa" if FORM in dictionary else ""


def _name(dictionary: Any, key: str) -> str:
    value = dictionary.get(key)
    return str(value) if isinstance(value, Name) else ""


def _limit() -> None:
    set_qpdf_limits(
        doc_max_warnings=MOST_WARNINGS,
        flate_max_memory=MOST_UNPACKED,
        png_max_memory=MOST_UNPACKED,
        run_length_max_memory=MOST_UNPACKED,
        tiff_max_memory=MOST_UNPACKED,
    )
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    print(finding(BytesIO(sys.stdin.buffer.read())), end="")
