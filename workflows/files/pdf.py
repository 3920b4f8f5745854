"""A PDF: its two ends, then what it carries, read apart by ``pdf_reading``.

qpdf reads it in a process of its own. Most of what a hostile file could do there is to end it (a
chain of lengths makes qpdf overflow its stack); in ours, it would end the server. That process
has none of our secrets in its environment, and writes nowhere.
"""

import logging
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO

from workflows.files.allowance import Allowance
from workflows.files.archives import ends_as_archive
from workflows.files.contents import MARKUP, PDF_HEADER
from workflows.files.refusals import MESSAGES, FileRefused, NotThatType

logger = logging.getLogger(__name__)

PDF_END = b"%%EOF"
# Readers look for the header in the first kilobyte and for the end in the last one.
MARGIN = 1024
PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"PK\x03\x04",
)
READER = [sys.executable, "-I", "-B", str(Path(__file__).with_name("pdf_reading.py"))]
# Windows starts no process without it; nothing else of ours is handed over.
ENVIRONMENT = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
# Above the processor time that the reader gives itself, for a machine that is busy.
PATIENCE = 20.0
# Each may take half a gibibyte: with a queue, a server never needs more than twice that.
_at_once = BoundedSemaphore(2)


def check_pdf(stream: IO[bytes], allowance: Allowance) -> None:
    """Check for a PDF with nothing else in front or behind, that only shows its pages.

    Raises ``NotThatType``, or ``FileRefused`` with the code ``damaged``, ``mixed``, ``encrypted``
    (a password is needed to open it), ``pdf_…`` for what it carries, or ``too_complex``.
    """
    _check_ends(stream)
    stream.seek(0)
    found = _read_apart(stream.read(), allowance)
    if found:
        raise FileRefused(found)


def _check_ends(stream: IO[bytes]) -> None:
    stream.seek(0)
    head = stream.read(MARGIN + len(PDF_HEADER))
    front, header, _ = head.partition(PDF_HEADER)
    if not header or front.startswith(PROGRAM_STARTS) or MARKUP.search(front.decode("latin-1")):
        raise NotThatType
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - MARGIN))
    if PDF_END not in stream.read():
        raise FileRefused("damaged")
    if ends_as_archive(stream):
        raise FileRefused("mixed")


def _read_apart(content: bytes, allowance: Allowance) -> str:
    """Return what the reader found; ``too_complex`` when it did not come to an end."""
    try:
        with _at_once, allowance.timed():
            reader = subprocess.run(
                READER,
                input=content,
                capture_output=True,
                env=ENVIRONMENT,
                timeout=min(PATIENCE, allowance.seconds),
                check=False,
            )
    except subprocess.TimeoutExpired:
        return "too_complex"
    found = reader.stdout.decode("ascii", errors="replace")
    if reader.returncode == 0 and (not found or found in MESSAGES):
        return found
    said = reader.stderr.decode("utf-8", errors="replace").splitlines()[-1:]
    logger.warning("A PDF ended its reader (code %s): %s", reader.returncode, *said or [""])
    return "too_complex"
