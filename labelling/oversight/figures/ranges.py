"""Counts that stand alone, told as a range: nobody finds what is inside, whatever else they know.

Where a sum of some cells is known, hide them together (`suppression.published`). Here none is: each
fact is counted in one cell of one table, and what is said of a cell depends on that cell alone. A
hidden one may be anything from 1 to 4, whatever all the others say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from labelling.oversight.figures.suppression import FEWEST


@dataclass(frozen=True, slots=True)
class Range:
    """From `least` to `most`, both included; no end without `most`."""

    least: int
    most: int | None

    def __str__(self) -> str:
        if self.most is None:
            return f"{self.least}\u00a0ou\u00a0plus"
        return (
            str(self.least)
            if self.least == self.most
            else f"de\u00a0{self.least} à\u00a0{self.most}"
        )

    @property
    def exact(self) -> bool:
        return self.least == self.most


def told(number: int) -> Range:
    """`number` as it may be shown: itself, or « de 1 à 4 ». ValueError for a negative one."""
    if number < 0:
        raise ValueError("a count is not negative")
    return Range(1, FEWEST - 1) if 0 < number < FEWEST else Range(number, number)


def told_roughly(number: int) -> Range:
    """None, few, or more: for what was counted in another cell, or will be, in another year."""
    found = told(number)
    return found if found.least < FEWEST else Range(FEWEST, None)


def total(ranges: Iterable[Range]) -> Range:
    """Their sum, as far as anybody can tell: it says nothing that they do not."""
    listed = list(ranges)
    ends = [found.most for found in listed]
    least = sum(found.least for found in listed)
    return Range(least, None if None in ends else sum(end or 0 for end in ends))


def median_days(days: Sequence[int]) -> int | None:
    """The median of enough of them, None of too few. Never the longest: it is always somebody's."""
    return round(median(days)) if len(days) >= FEWEST else None
