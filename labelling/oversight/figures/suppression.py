"""Counts that may be published: nobody is found by being one of very few.

A count from 1 to 4 is hidden. Where the total is shown, it would give back a cell hidden alone, so
others are hidden besides, the smallest first, until what is left of the total says nothing of any
of them: two cells that hold 8 between them are 4 and 4. Where that cannot be, no total is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST = 5  # a count below that one is hidden
ROOM = FEWEST - 2  # between the least and the most that a hidden count may be
HIDDEN = "moins de 5, ou masqué"


@dataclass(frozen=True, slots=True)
class Counts:
    """Cells by their label in order, None for what is hidden, with their `total`, or None."""

    cells: Mapping[str, int | None]
    total: int | None

    @property
    def rows(self) -> Sequence[tuple[str, str]]:
        """As people read them, the total last."""
        lines = [*self.cells.items(), ("Total", self.total)]
        return [(label, HIDDEN if number is None else str(number)) for label, number in lines]


def published(counts: Mapping[str, int]) -> Counts:
    """`counts` as they may be shown; ValueError for a negative one. Zero tells of nobody."""
    [alone] = published_alike([counts])
    return alone


def published_alike(tables: Sequence[Mapping[str, int]]) -> list[Counts]:
    """The same facts, counted several ways: the total of one table is that of all.

    Where one cannot show it, none does, and every cell of theirs that is not zero is hidden.
    """
    if any(number < 0 for counts in tables for number in counts.values()):
        raise ValueError("a count is not negative")
    hidden = [_hidden(counts) for counts in tables]
    enough = all(
        not found or _hides(counts, found) for counts, found in zip(tables, hidden, strict=True)
    )
    if not enough:
        hidden = [{label for label, number in counts.items() if number} for counts in tables]
    return [
        Counts(
            {label: None if label in found else number for label, number in counts.items()},
            sum(counts.values()) if enough else None,
        )
        for counts, found in zip(tables, hidden, strict=True)
    ]


def _hidden(counts: Mapping[str, int]) -> set[str]:
    """The cells of few, and as many of the smallest others as it takes, equal ones together: which
    of them was taken would tell."""
    hidden = {label for label, number in counts.items() if 0 < number < FEWEST}
    others = sorted({number for number in counts.values() if number >= FEWEST})
    while hidden and others and not _hides(counts, hidden):
        smallest = others.pop(0)
        hidden |= {label for label, number in counts.items() if number == smallest}
    return hidden


def _hides(counts: Mapping[str, int], hidden: set[str]) -> bool:
    """Whether the sum of those leaves each of the few as much room as it would have alone."""
    total, number = sum(counts[label] for label in hidden), len(hidden)
    larger = any(counts[label] >= FEWEST for label in hidden)
    above = number * (FEWEST - 1) - total  # room up to the most that they would be, all of them few
    return number > 1 and total - number >= ROOM and (larger or above >= ROOM)
