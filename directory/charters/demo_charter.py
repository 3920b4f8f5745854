"""Charters in our own words, for the demo and the tests; the official ones are loaded from files.

Shaped as the official ones, so that the same reading finds what they commit to.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import TextChoices

from directory.charters.charter_text import find_parts, first_title
from directory.charters.enums import CharterKind

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class DemoCharter:
    """The exact `text` of the file at `path`, and how it reads."""

    path: Path
    text: str
    title: str
    parts: list[tuple[TextChoices, str]]


def _read(name: str, kind: CharterKind) -> DemoCharter:
    path = HERE / name
    text = path.read_bytes().decode("utf-8")
    return DemoCharter(path, text, first_title(text), find_parts(text, kind))


OF_STRUCTURES = _read("demo_charter.txt", CharterKind.STRUCTURES)
OF_ACCOMPANISTS = _read("demo_accompanists.txt", CharterKind.ACCOMPANISTS)
