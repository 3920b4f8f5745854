"""What one text of a charter changes of another, as its readers would say it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from directory.charters.charter_text import parse_charter

Kind = Literal["kept", "added", "removed"]
# Two lines are one that was reworded when as much of their words is the same.
REWORDED = 0.5


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words, kept from the text before, added to it, or removed from it."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line that is not what it was: words in their order; all of one kind for a whole line."""

    words: tuple[Words, ...]


def changes_between(before: str, after: str) -> list[Change]:
    """The lines of `after` that are new or reworded, and those of `before` that went, in order.

    Line ends, bullets and blank lines are no change.
    """
    old, new = _lines(before), _lines(after)
    changes: list[Change] = []
    for operation, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation != "equal":
            changes += _replaced(old[i:j], new[k:n])
    return changes


def _lines(text: str) -> list[str]:
    reading = parse_charter(text)
    notes = [words for _, words in reading.notes]
    return [*(line for block in reading.blocks for line in block.lines), *notes]


def _replaced(old: list[str], new: list[str]) -> Iterator[Change]:
    """Each line that went beside the first of the new ones that looks like it."""
    left = list(new)
    for line in old:
        heir = next((other for other in left if _resemble(line, other)), None)
        if heir is None:
            yield Change((Words("removed", line),))
            continue
        passed = left.index(heir)
        yield from (Change((Words("added", other),)) for other in left[:passed])
        del left[: passed + 1]
        yield Change(tuple(_words_between(line, heir)))
    yield from (Change((Words("added", line),)) for line in left)


def _resemble(line: str, other: str) -> bool:
    return SequenceMatcher(None, _split(line), _split(other), autojunk=False).ratio() >= REWORDED


def _words_between(line: str, other: str) -> Iterator[Words]:
    old, new = _split(line), _split(other)
    for operation, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            yield Words("kept", "".join(old[i:j]))
            continue
        if i < j:
            yield Words("removed", "".join(old[i:j]))
        if k < n:
            yield Words("added", "".join(new[k:n]))


def _split(line: str) -> list[str]:
    """Words with the space or the mark that follows them: they join back to the line."""
    return re.findall(r"\w+\W*|\W+", line)
