"""What the files of one request may cost in all, so that many modest ones are no attack."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from workflows.files.refusals import FileRefused

MIB = 1024 * 1024
MOST_FILES = 20
MOST_UNPACKED = 128 * MIB
MOST_ELEMENTS = 2_000_000
MOST_SECONDS = 20.0


@dataclass(slots=True)
class Allowance:
    """What is left to a request: files, what comes out of archives, seconds of reading PDFs.

    The forms of one request share one. Each method raises ``FileRefused`` once nothing is left.
    """

    files: int = MOST_FILES
    unpacked: int = MOST_UNPACKED  # bytes
    elements: int = MOST_ELEMENTS  # of XML
    seconds: float = MOST_SECONDS

    def take_file(self) -> None:
        self.files -= 1
        if self.files < 0:
            raise FileRefused(
                "too_many_files",
                f"Envoyez {MOST_FILES} fichiers au plus à la fois, puis les autres.",
            )

    def unpack(self, size: int, *, elements: int = 0) -> None:
        """Count `size` bytes, and `elements` read in them, that have come out of an archive."""
        self.unpacked -= size
        self.elements -= elements
        if self.unpacked < 0 or self.elements < 0:
            raise FileRefused("too_much_at_once")

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Count the time that the block takes."""
        if self.seconds <= 0:
            raise FileRefused("too_much_at_once")
        started = time.monotonic()
        try:
            yield
        finally:
            self.seconds -= time.monotonic() - started
