"""Office documents that are ZIP archives: OpenDocument and Office Open XML.

Nothing is written to disk and nothing is unpacked recursively: an archive is read once, whole,
under a limit, which also verifies the checksum of every entry. Sources: OpenDocument 1.3 part 2
(``mimetype`` first, encryption in the manifest), ECMA-376 part 2 (``[Content_Types].xml``).
"""

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from workflows.files.refusals import FileRefused, NotThatType

CHUNK = 64 * 1024
MAX_ENTRIES = 5_000
MAX_UNPACKED = 200 * 1024 * 1024
# A spreadsheet of empty cells shrinks a hundredfold; small ones harm nobody whatever their ratio.
MAX_RATIO = 100
RATIO_FLOOR = 10 * 1024 * 1024
MAX_METADATA = 1024 * 1024

LOCAL_ENTRY = b"PK\x03\x04"
CENTRAL_ENTRY = b"PK\x01\x02"
END_RECORD = b"PK\x05\x06"
END_RECORD_SIZE = 22
MAX_COMMENT = 0xFFFF
ENCRYPTED_FLAG = 0x1

# zipfile lets these through on malformed input, depending on which field lies. OSError is a seek
# before the start of the file.
BROKEN_ARCHIVE = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
# LibreOffice leaves the indexes of empty macro libraries behind in documents without macros.
EMPTY_LIBRARY_INDEXES = {"script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml"}


def check_opendocument(stream: IO[bytes], *, media_type: str) -> None:
    """Check that the stream is an OpenDocument file of this media type, without macros.

    Raises ``NotThatType``, or ``FileRefused`` with the code ``damaged``, ``unsafe_archive``,
    ``bomb``, ``encrypted`` or ``macros``.
    """
    with _open(stream) as (archive, entries):
        first = min(entries, key=lambda entry: entry.header_offset)
        if first.filename != "mimetype" or _read(archive, first).strip() != media_type.encode():
            raise NotThatType
        if any(_is_opendocument_macro(entry.filename) for entry in entries):
            raise FileRefused("macros")
        if b"encryption-data" in _read_named(archive, entries, "META-INF/manifest.xml"):
            raise FileRefused("encrypted")


def check_open_xml(stream: IO[bytes], *, main_type: str) -> None:
    """Check that the stream is an Office Open XML file whose main part is of this type.

    ``main_type`` is the distinctive end of the main part's content type, such as
    ``wordprocessingml.document.main+xml``. Raises like ``check_opendocument``.
    """
    with _open(stream) as (archive, entries):
        types = _read_named(archive, entries, "[Content_Types].xml")
        if not types:
            raise NotThatType
        if b"macroenabled" in types.lower() or any(
            entry.filename.lower().endswith("vbaproject.bin") for entry in entries
        ):
            raise FileRefused("macros")
        if main_type.encode() not in types:
            raise NotThatType


def ends_as_archive(stream: IO[bytes]) -> bool:
    """Whether a ZIP reader would find an archive at the end of this file.

    ZIP is read from its end: an archive appended to a PDF or an image opens as either.
    """
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - END_RECORD_SIZE - MAX_COMMENT))
    tail = stream.read()
    at = tail.rfind(END_RECORD)
    if at < 0 or len(tail) - at < END_RECORD_SIZE:
        return False
    (comment_length,) = struct.unpack_from("<H", tail, at + END_RECORD_SIZE - 2)
    return bool(at + END_RECORD_SIZE + comment_length == len(tail))


@contextmanager
def _open(stream: IO[bytes]) -> Iterator[tuple[ZipFile, list[ZipInfo]]]:
    """Give the archive and its entries, all of them checked and unpacked under the limits."""
    stream.seek(0)
    if stream.read(len(LOCAL_ENTRY)) != LOCAL_ENTRY:
        raise NotThatType
    # zipfile builds an object per entry before anybody can count them.
    if _count_entries(stream) > MAX_ENTRIES:
        raise FileRefused("bomb")
    try:
        with ZipFile(stream) as archive:
            entries = archive.infolist()
            if not entries:
                raise FileRefused("damaged")
            for entry in entries:
                _check_entry(entry)
            _unpack(archive, entries, limit=_unpacked_limit(stream))
            yield archive, entries
    except BROKEN_ARCHIVE as error:
        raise FileRefused("damaged") from error


def _count_entries(stream: IO[bytes]) -> int:
    """Return an upper bound of the number of entries, from their signatures."""
    stream.seek(0)
    count, carry = 0, b""
    while chunk := stream.read(CHUNK):
        window = carry + chunk
        count += window.count(CENTRAL_ENTRY)
        carry = window[-(len(CENTRAL_ENTRY) - 1) :]
    return count


def _check_entry(entry: ZipInfo) -> None:
    # orig_filename still has what zipfile cuts off after a NUL byte.
    path = entry.orig_filename.replace("\\", "/")
    if path.startswith("/") or ":" in path or "\0" in path or ".." in path.split("/"):
        raise FileRefused("unsafe_archive")
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise FileRefused("encrypted")
    # Both formats allow these two alone, and zipfile unpacks the others without a bound.
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise FileRefused("unsafe_archive")


def _unpacked_limit(stream: IO[bytes]) -> int:
    packed = stream.seek(0, os.SEEK_END)
    return min(MAX_UNPACKED, max(RATIO_FLOOR, MAX_RATIO * packed))


def _unpack(archive: ZipFile, entries: list[ZipInfo], *, limit: int) -> None:
    """Read everything once; refuse what announces, or really yields, more than ``limit`` bytes."""
    if sum(entry.file_size for entry in entries) > limit:
        raise FileRefused("bomb")
    total = 0
    for entry in entries:
        with archive.open(entry) as content:
            while chunk := content.read(CHUNK):
                total += len(chunk)
                if total > limit:
                    raise FileRefused("bomb")


def _read(archive: ZipFile, entry: ZipInfo) -> bytes:
    with archive.open(entry) as content:
        return content.read(MAX_METADATA)


def _read_named(archive: ZipFile, entries: list[ZipInfo], name: str) -> bytes:
    """Return the beginning of an entry, or nothing when it is missing."""
    for entry in entries:
        if entry.filename == name:
            return _read(archive, entry)
    return b""


def _is_opendocument_macro(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        path.parts[:1] in (("Basic",), ("Dialogs",), ("Scripts",))
        and not name.endswith("/")
        and path.name not in EMPTY_LIBRARY_INDEXES
    )
