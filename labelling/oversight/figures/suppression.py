"""Counts that may be published: nobody is found by being one of very few.

A count from 1 to 4 is hidden. Where the total is shown, it would give back a cell hidden alone, so
others are hidden besides, the smallest first, until the hidden cells are two at least and hold
five or more between them. Where that cannot be, the total is hidden too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST = 5  # a count below that one is hidden
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
    if any(number < 0 for number in counts.values()):
        raise ValueError("a count is not negative")
    hidden = {label for label, number in counts.items() if 0 < number < FEWEST}
    others = sorted(
        (label for label, number in counts.items() if number >= FEWEST),
        key=lambda label: (counts[label], label),
    )
    while hidden and others and not _hides(counts, hidden):
        hidden.add(others.pop(0))
    cells = {label: None if label in hidden else number for label, number in counts.items()}
    enough = not hidden or _hides(counts, hidden)
    return Counts(cells, sum(counts.values()) if enough else None)


def _hides(counts: Mapping[str, int], hidden: set[str]) -> bool:
    return len(hidden) > 1 and sum(counts[label] for label in hidden) >= FEWEST
