"""Office documents are ZIP archives: each entry is read once, as it streams by, under limits.

Nothing is written to disk. Reading to the end verifies the checksum of every entry.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from workflows.files.allowance import Allowance
from workflows.files.refusals import FileRefused, NotThatType

CHUNK = 256 * 1024
MAX_ENTRIES = 5_000
# A sheet of 12 columns and 30,000 rows takes 55 MiB as ODS and 14 as XLSX: a ledger, no evidence.
MAX_UNPACKED = 64 * 1024 * 1024
MAX_ELEMENTS = 1_000_000
# Such sheets shrink 6 and 19 times; small documents harm nobody whatever their ratio.
MAX_RATIO = 50
RATIO_FLOOR = 10 * 1024 * 1024

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


class Archive:
    """The entries of an archive, to be read once each, and what may still come out of them."""

    def __init__(self, source: ZipFile, *, limit: int, allowance: Allowance) -> None:
        self.entries = source.infolist()
        self._source = source
        self._bytes = limit
        self._elements = MAX_ELEMENTS
        self._allowance = allowance

    def read(self, entry: ZipInfo) -> Iterator[bytes]:
        """The content of `entry`, in chunks; ``bomb`` once the archive has given too much."""
        with self._source.open(entry) as content:
            while chunk := content.read(CHUNK):
                self._bytes -= len(chunk)
                if self._bytes < 0:
                    raise FileRefused("bomb")
                self._allowance.unpack(len(chunk))
                yield chunk

    def count(self, elements: int) -> None:
        """Count XML elements found in what was read: they cost more than bytes."""
        self._elements -= elements
        if self._elements < 0:
            raise FileRefused("bomb")
        self._allowance.unpack(0, elements=elements)


@contextmanager
def open_archive(stream: IO[bytes], allowance: Allowance) -> Iterator[Archive]:
    """Give the archive, its entries all checked by what they announce.

    Raises ``NotThatType``, or ``FileRefused`` with the code ``damaged`` (then or while it is read),
    ``unsafe_archive``, ``bomb`` or ``encrypted``.
    """
    stream.seek(0)
    if stream.read(len(LOCAL_ENTRY)) != LOCAL_ENTRY:
        raise NotThatType
    # zipfile builds an object per entry before anybody can count them.
    if _count_entries(stream) > MAX_ENTRIES:
        raise FileRefused("bomb")
    limit = _unpacked_limit(stream)
    try:
        with ZipFile(stream) as source:
            _check_entries(source.infolist(), limit=limit)
            yield Archive(source, limit=limit, allowance=allowance)
    except BROKEN_ARCHIVE as error:
        raise FileRefused("damaged") from error


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


def _count_entries(stream: IO[bytes]) -> int:
    """Return an upper bound of the number of entries, from their signatures."""
    stream.seek(0)
    count, carry = 0, b""
    while chunk := stream.read(CHUNK):
        window = carry + chunk
        count += window.count(CENTRAL_ENTRY)
        carry = window[-(len(CENTRAL_ENTRY) - 1) :]
    return count


def _unpacked_limit(stream: IO[bytes]) -> int:
    packed = stream.seek(0, os.SEEK_END)
    return min(MAX_UNPACKED, max(RATIO_FLOOR, MAX_RATIO * packed))


def _check_entries(entries: list[ZipInfo], *, limit: int) -> None:
    if not entries:
        raise FileRefused("damaged")
    for entry in entries:
        _check_entry(entry)
    # Of two entries of one name, each program reads the one it likes.
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise FileRefused("unsafe_archive")
    if sum(entry.file_size for entry in entries) > limit:
        raise FileRefused("bomb")


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
