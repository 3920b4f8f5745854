"""Many files as one ZIP, made while it is sent: memory holds one chunk, the disk nothing."""

import io
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from workflows.files.inspection import safe_name

CHUNK = 64 * 1024
# Names that Windows keeps for its devices, whatever the extension.
PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
RESERVED = {"con", "prn", "aux", "nul", *PORTS}
SLASHES = str.maketrans("/\\", "--")
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive: its path, when it was made, its size, how to open its bytes."""

    path: str
    made_at: datetime
    size: int
    open: Callable[[], IO[bytes]]


def zip_stream(entries: Iterable[Entry]) -> Generator[bytes, None, None]:
    """The bytes of a ZIP of `entries`, in order, each stored as it is and opened in its turn.

    What people send is compressed already. Paths come from `entry_path` and `unique`.
    """
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        for entry in entries:
            info = ZipInfo(entry.path, timezone.localtime(entry.made_at).timetuple()[:6])
            info.file_size = entry.size
            info.external_attr = 0o644 << 16
            with entry.open() as source, archive.open(info, "w") as target:
                while chunk := source.read(CHUNK):
                    target.write(chunk)
                    yield sink.take()
    yield sink.take()


def entry_path(*parts: str) -> str:
    """A path that any system can write, one folder or file for each of `parts`."""
    return "/".join(map(_portable, parts))


def unique(path: str, taken: set[str]) -> str:
    """`path`, or with « (2) » before its extension when it is `taken`; it is taken from now on."""
    found, number = path, 1
    while found.casefold() in taken:
        number += 1
        whole = PurePath(path)
        found = str(whole.with_name(f"{whole.stem} ({number}){whole.suffix}"))
    taken.add(found.casefold())
    return found


def _portable(part: str) -> str:
    whole = PurePath(safe_name(part.translate(SLASHES)))
    name = f"{whole.stem[:LONGEST].rstrip(' .')}{whole.suffix}"
    return f"_{name}" if whole.stem.casefold() in RESERVED else name


class _Sink(io.RawIOBase):
    """What a ZIP is written to and taken from; it cannot seek, so sizes come after the bytes."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._parts = b"".join(self._parts), []
        return taken
