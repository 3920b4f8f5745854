"""Bars that say numbers: one line a category, one part a tone; the table beside says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from workflows.presentation.french import format_number

WIDTH, ROW_HEIGHT = 360, 46  # units of the drawing, whose template has the rest
LONGEST_BAR = 310  # the rest is for the total
ROOM_FOR_WORDS = 50  # less, where words are said instead


class Counted:
    """What counts things by kinds: `numbers`, as many as `key` has tones and words."""

    key: ClassVar[Sequence[tuple[str, str]]]
    numbers: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.numbers)

    @property
    def told(self) -> list[tuple[str, int]]:
        """Each number after what it counts."""
        return [(words, number) for (_, words), number in zip(self.key, self.numbers, strict=True)]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar, in units of the drawing."""

    x: float
    width: float
    tone: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One line at height `y`: its label, its parts, and what is written at its `end`."""

    label: str
    parts: list[Part]
    said: str
    y: int

    @property
    def end(self) -> float:
        """Where its total is written."""
        return (self.parts[-1].x + self.parts[-1].width if self.parts else 0) + 8


@dataclass(frozen=True, slots=True)
class Bars:
    """A whole drawing; `key` says what each tone means, empty when there is but one."""

    label: str
    lines: list[Bar]
    key: Sequence[tuple[str, str]]
    width: int = WIDTH

    @property
    def height(self) -> int:
        return ROW_HEIGHT * len(self.lines)


def draw_bars(
    lines: Sequence[tuple[str, Sequence[int]]],
    key: Sequence[tuple[str, str]],
    *,
    label: str,
    said: Sequence[str] = (),
) -> Bars:
    """Draw `lines`, each a label and one number for each tone of `key` (tone, words).

    All to one scale, the longest as long as may be. `label` is what the picture is called; `said`
    is written at the end of each line, by default its total.
    """
    longest = LONGEST_BAR - ROOM_FOR_WORDS if said else LONGEST_BAR
    most = max((sum(numbers) for _, numbers in lines), default=0) or 1
    tones = [tone for tone, _ in key]
    drawn = [
        Bar(
            name,
            _parts(numbers, tones, longest / most),
            said[rank] if said else format_number(sum(numbers)),
            rank * ROW_HEIGHT,
        )
        for rank, (name, numbers) in enumerate(lines)
    ]
    return Bars(label, drawn, key if len(key) > 1 else ())


def _parts(numbers: Sequence[int], tones: Sequence[str], unit: float) -> list[Part]:
    parts, x = [], 0.0
    for number, tone in zip(numbers, tones, strict=True):
        if number:
            width = round(number * unit, 1)
            parts.append(Part(round(x, 1), width, tone))
            x += width
    return parts
