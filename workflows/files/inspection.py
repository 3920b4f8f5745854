"""What an uploaded file really is. Neither its name nor its declared type is believed.

The name gives the announced type, the content must agree with it. An accepted file may still
carry a virus: ``workflows.files.clamav`` looks for those.
"""

import hashlib
import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile

from workflows.files.allowance import Allowance
from workflows.files.contents import (
    check_image,
    check_legacy_office,
    check_text,
    is_encrypted_open_xml,
)
from workflows.files.open_xml import check_open_xml
from workflows.files.opendocument import check_opendocument
from workflows.files.pdf import check_pdf
from workflows.files.refusals import FileRefused, NotThatType

MIB = 1024 * 1024
MAX_BYTES = 20 * MIB
MAX_NAME_LENGTH = 150
CHUNK = 64 * 1024
UNNAMED = "fichier"
MOST_REMEMBERED = 1_000

Check = Callable[[IO[bytes], Allowance], None]
# The digests and types accepted lately. A form asks, then the operation that keeps the file does,
# and a browser sends again: what is read once is not read three times.
_accepted: dict[tuple[str, str], None] = {}


@dataclass(frozen=True, slots=True)
class Inspection:
    """An accepted upload: its cleaned name, its real type, its digest and its size in bytes.

    ``extension`` has no dot and is in lower case; ``sha256`` is 64 hexadecimal digits.
    """

    name: str
    media_type: str
    extension: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FileType:
    """An accepted type: how people call it (with its article), and how its content is checked."""

    media_type: str
    phrase_fr: str
    check: Check


def _small(check: Callable[[IO[bytes]], None]) -> Check:
    """A check that costs no more than the file weighs: nothing to count."""
    return lambda stream, allowance: check(stream)


def _check_open_xml(stream: IO[bytes], allowance: Allowance, *, main_type: str) -> None:
    if is_encrypted_open_xml(stream):
        raise FileRefused("encrypted")
    check_open_xml(stream, allowance, main_type=main_type)


def _image(image_format: str) -> FileType:
    return FileType(
        f"image/{image_format.lower()}",
        f"une image {image_format}",
        _small(partial(check_image, image_format=image_format)),
    )


def _opendocument(kind: str, phrase_fr: str) -> FileType:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    return FileType(media_type, phrase_fr, partial(check_opendocument, media_type=media_type))


def _open_xml(kind: str, phrase_fr: str) -> FileType:
    return FileType(
        f"application/vnd.openxmlformats-officedocument.{kind}",
        phrase_fr,
        partial(_check_open_xml, main_type=f"{kind}.main+xml"),
    )


def _legacy(media_type: str, phrase_fr: str, *main_streams: str) -> FileType:
    check = _small(partial(check_legacy_office, main_streams=main_streams))
    return FileType(media_type, phrase_fr, check)


FILE_TYPES: dict[str, FileType] = {
    "pdf": FileType("application/pdf", "un PDF", check_pdf),
    "png": _image("PNG"),
    "jpg": _image("JPEG"),
    "jpeg": _image("JPEG"),
    "webp": _image("WEBP"),
    "gif": _image("GIF"),
    "odt": _opendocument("text", "un texte ODT"),
    "ods": _opendocument("spreadsheet", "un classeur ODS"),
    "odp": _opendocument("presentation", "un diaporama ODP"),
    "docx": _open_xml("wordprocessingml.document", "un document Word"),
    "xlsx": _open_xml("spreadsheetml.sheet", "un classeur Excel"),
    "pptx": _open_xml("presentationml.presentation", "un diaporama PowerPoint"),
    "doc": _legacy("application/msword", "un document Word", "WordDocument"),
    "xls": _legacy("application/vnd.ms-excel", "un classeur Excel", "Workbook", "Book"),
    "ppt": _legacy(
        "application/vnd.ms-powerpoint", "un diaporama PowerPoint", "PowerPoint Document"
    ),
    "txt": FileType("text/plain", "un texte", _small(check_text)),
    "csv": FileType("text/csv", "un tableau CSV", _small(check_text)),
}
ACCEPTED_EXTENSIONS = tuple(FILE_TYPES)


def inspect_upload(
    name: str,
    stream: IO[bytes],
    size: int,
    *,
    max_bytes: int = MAX_BYTES,
    allowance: Allowance | None = None,
) -> Inspection:
    """Say what an upload is, or raise ``FileRefused`` with the reason in French.

    ``size`` is what the upload declares, in bytes: enough to refuse early, never to accept; the
    returned size is counted. The stream must be seekable and is left rewound in every case.
    ``allowance`` is what is left to the request for reading its files.
    """
    try:
        _check_size(size, max_bytes)
        cleaned = safe_name(name)
        extension = PurePosixPath(cleaned).suffix.removeprefix(".").lower()
        if extension not in FILE_TYPES:
            raise FileRefused("not_accepted")
        digest, counted = _digest(stream, max_bytes)
        if counted == 0:
            raise FileRefused("empty")
        file_type = FILE_TYPES[extension]
        if (digest, extension) not in _accepted:
            _check_content(file_type, stream, allowance or Allowance())
            _remember(digest, extension)
        return Inspection(cleaned, file_type.media_type, extension, digest, counted)
    finally:
        stream.seek(0)


def inspection_of(upload: UploadedFile[Any], allowance: Allowance | None = None) -> Inspection:
    """Inspect a file that someone sent, under the size that the site accepts."""
    return inspect_upload(
        upload.name or "",
        upload,
        upload.size or 0,
        max_bytes=settings.OSE_UPLOAD_MAX_BYTES,
        allowance=allowance,
    )


def file_digest(file: File[bytes]) -> str:
    """The SHA-256, in hexadecimal, of all that `file` holds; it is left rewound."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def safe_name(name: str) -> str:
    """Return a file name that is safe to store, show and send back, accents kept.

    NFC, last path component of either system, no control or invisible character (they can make
    ``fdp.exe`` read as ``exe.pdf``), none of the characters Windows reserves, at most 150
    characters, its extension kept. Idempotent; never empty.
    """
    visible = "".join(
        " " if char.isspace() else char
        for char in name
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    last = unicodedata.normalize("NFC", visible).replace("\\", "/").rpartition("/")[2]
    cleaned = re.sub(r" +", " ", re.sub(r'[<>:"|?*]', "_", last)).strip(" .")
    extension = PurePosixPath(cleaned).suffix
    stem = cleaned.removesuffix(extension)
    kept = stem[: max(1, MAX_NAME_LENGTH - len(extension))].rstrip(" .")
    return (kept + extension)[:MAX_NAME_LENGTH].rstrip(" .") or UNNAMED


def _check_size(size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise FileRefused(
            "too_large",
            too_large(megabytes(size), max_bytes),
        )


def too_large(weight: str, max_bytes: int) -> str:
    """What is said of a file of `weight`, in words."""
    return f"Ce fichier pèse {weight}\u00a0; la limite est de {megabytes(max_bytes)}."


def _digest(stream: IO[bytes], max_bytes: int) -> tuple[str, int]:
    digest, counted = hashlib.sha256(), 0
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        counted += len(chunk)
        _check_size(counted, max_bytes)
        digest.update(chunk)
    return digest.hexdigest(), counted


def _remember(digest: str, extension: str) -> None:
    if len(_accepted) >= MOST_REMEMBERED:
        _accepted.clear()
    _accepted[digest, extension] = None


def _check_content(file_type: FileType, stream: IO[bytes], allowance: Allowance) -> None:
    try:
        file_type.check(stream, allowance)
    except NotThatType as error:
        article, _, _ = file_type.phrase_fr.partition(" ")
        raise FileRefused(
            "mismatch",
            f"Ce fichier s’annonce comme {file_type.phrase_fr} mais n’en est pas {article}.",
        ) from error


def megabytes(size: int) -> str:
    """In MiB, called « Mo » as people do; rounded up, so that too large never reads as equal."""
    tenths = math.ceil(size * 10 / MIB)
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth}\u00a0Mo" if tenth else f"{whole}\u00a0Mo"
