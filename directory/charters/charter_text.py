"""Reading a charter as its readers do: paragraphs, lists, notes, and what it commits to.

The text itself is never changed, since its digest is what people sign: this is only how it is
shown, and how its principles are found. The shapes are those of a text copied from a word
processor: bullets of any kind, `[footnoteRef:1]` where a note is called, `[1: …]` where it stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import TextChoices

from directory.charters.enums import PARTS, CharterKind, CommitmentKey, PrincipleKey

BULLET = re.compile(r"\s*(?:[·•▪‣◦*–—-]|\d{1,2}[.)])\s+(?P<words>\S.*)")
ANNOUNCEMENT = re.compile(r"engage.*:$", re.IGNORECASE)
# « Relever eux-mêmes… » begins a group; « être organisés… » and « ET présenter… » go on with it.
GROUP = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]")
NOTE_CALL = re.compile(r"\s*\[footnoteRef:\s*(\d+)\]")
NOTE = re.compile(r"\s*\[(\d+):\s+([^\]]*)\]")


class CharterTextError(ValueError):
    """The text is not shaped as expected; the message says so in French."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (its lines) or, with `is_list`, a list (its items)."""

    is_list: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CharterText:
    """A charter ready to show: blocks in order, and the notes that `[1]` calls."""

    blocks: tuple[Block, ...]
    notes: tuple[tuple[str, str], ...]


def parse_charter(text: str) -> CharterText:
    """Split `text` into paragraphs and lists; note calls become `[1]`, notes are set apart."""
    notes = tuple((number, words.strip()) for number, words in NOTE.findall(text))
    body = NOTE_CALL.sub("\u00a0[\\1]", NOTE.sub("", text))
    return CharterText(tuple(_blocks(body)), notes)


def first_title(text: str) -> str:
    """The first paragraph of `text` on one line; empty when there is none."""
    blocks = parse_charter(text).blocks
    return " ".join(blocks[0].lines) if blocks else ""


def find_parts(text: str, kind: CharterKind) -> list[tuple[TextChoices, str]]:
    """What a charter of `kind` commits to, by the order of its list: principles, or groups.

    A group is its first line, then its commitments, a line each. Raises CharterTextError when the
    list is not found or has not as many of them as the charter.
    """
    items = _commitments(NOTE_CALL.sub("", NOTE.sub("", text)))
    found = _groups(items) if PARTS[kind] is CommitmentKey else items
    keys = PARTS[kind]
    if len(found) != len(keys):
        raise CharterTextError(_miscounted(len(found), keys))
    return list(zip(keys, found, strict=True))


def _groups(items: Sequence[str]) -> list[str]:
    groups: list[list[str]] = []
    for item in items:
        if GROUP.match(item) or not groups:
            groups.append([])
        groups[-1].append(item)
    return ["\n".join(group) for group in groups]


def _miscounted(count: int, keys: type[TextChoices]) -> str:
    if keys is PrincipleKey:
        return (
            f"La liste des engagements compte {count} puces\u00a0; la charte OSE a "
            f"{len(keys)} principes."
        )
    return (
        f"La liste des engagements compte {count} groupes\u00a0; la charte des accompagnateurs en "
        f"a {len(keys)}."
    )


def _commitments(text: str) -> Sequence[str]:
    """The list that a line such as « mon organisation s’engage à … : » announces."""
    announced = [
        (before.lines[-1], after.lines)
        for before, after in pairwise(_blocks(text))
        if after.is_list and ANNOUNCEMENT.search(before.lines[-1])
    ]
    if not announced:
        raise CharterTextError(
            "La liste des engagements est introuvable\u00a0: aucune ligne "
            "«\u00a0… s’engage à … :\u00a0» n’est suivie de puces."
        )
    return max(announced, key=lambda pair: "principe" in pair[0].lower())[1]


def _blocks(text: str) -> Iterator[Block]:
    """Paragraphs end at a blank line; a list goes on over blank lines, until plain text.

    A plain line right under an item is the rest of that item.
    """
    items: list[str] = []
    lines: list[str] = []
    after_blank = True
    for line in text.splitlines():
        words = line.strip().lstrip("\ufeff")
        bullet = BULLET.fullmatch(line)
        ends_list = items and words and not bullet and after_blank
        ends_paragraph = lines and (bullet or not words)
        if ends_list or ends_paragraph:
            yield Block(is_list=bool(items), lines=tuple(items or lines))
            items, lines = [], []
        if bullet:
            items.append(bullet["words"].strip())
        elif words and items:
            items[-1] = f"{items[-1]} {words}"
        elif words:
            lines.append(words)
        after_blank = not words
    if items or lines:
        yield Block(is_list=bool(items), lines=tuple(items or lines))
