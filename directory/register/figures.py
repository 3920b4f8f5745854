"""The register in figures: how many labels stand how, in each department; a chart and its table."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.db.models import Case, Count, F, IntegerField, When
from django.urls import reverse

from directory.organisations.departments import DEPARTMENTS, PAYS_DE_LA_LOIRE
from directory.recognitions.enums import Standing
from directory.recognitions.freshness import Freshness, freshness
from directory.recognitions.models import Recognition
from directory.register.search import STANDINGS

TONES = {
    Standing.VALID: "ok",
    Standing.SUSPENDED: "wait",
    Standing.SCHEDULED: "info",
    Standing.OVER: "mute",
}
WIDTH, ROW_HEIGHT = 360, 46  # units of the drawing, whose template has the rest
LONGEST_BAR = 310  # the rest is for the total


@dataclass(frozen=True, slots=True)
class Cell:
    """How many stand so there, as `label` calls them; `url` is their list."""

    label: str
    standing: Standing
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the bar of a department, in units of the drawing."""

    x: float
    width: float
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """A department: its cells in the order of STANDINGS, and its bar at height `y`."""

    name: str
    url: str
    cells: list[Cell]
    total: int
    bars: list[Bar]
    y: int

    @property
    def end(self) -> float:
        """Where its total is written."""
        return (self.bars[-1].x + self.bars[-1].width if self.bars else 0) + 8


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it; `totals` by standing, `key` what the colours mean."""

    lines: list[Line]
    totals: list[Cell]
    total: int
    key: list[tuple[str, str]]
    width: int = WIDTH

    @property
    def height(self) -> int:
        return ROW_HEIGHT * len(self.lines)


def figures() -> Figures:
    """As they stand today. One query, and a second when something has changed."""
    return _figures(freshness())


@lru_cache(maxsize=2)
def _figures(fresh: Freshness) -> Figures:
    counted = _counted(fresh)
    others = sorted({code for code, _ in counted} - PAYS_DE_LA_LOIRE.keys())
    codes = [*PAYS_DE_LA_LOIRE, *others]
    totals = {code: sum(counted[code, standing] for standing in TONES) for code in codes}
    most = max(totals.values()) or 1
    lines = []
    for rank, code in enumerate(codes):
        cells = [
            Cell(value.label, standing, counted[code, standing], _url(code, value))
            for value, standing in STANDINGS.items()
        ]
        bars = _bars(cells, LONGEST_BAR / most)
        name = DEPARTMENTS.get(code, code)
        lines.append(Line(name, _url(code), cells, totals[code], bars, rank * ROW_HEIGHT))

    def number_of(standing: Standing) -> int:
        return sum(counted[code, standing] for code in codes)

    return Figures(
        lines=lines,
        totals=[
            Cell(value.label, standing, number_of(standing), _url("", value))
            for value, standing in STANDINGS.items()
        ],
        total=sum(totals.values()),
        key=[(TONES[standing], value.label) for value, standing in STANDINGS.items()],
    )


def _counted(fresh: Freshness) -> Counter[tuple[str, int]]:
    """By department and standing; what is past its last day is over, whatever its state says."""
    today = fresh[0].date()
    lapsed = When(standing__lt=Standing.SCHEDULED, valid_until__lt=today, then=Standing.OVER.value)
    stands = Case(lapsed, default=F("standing"), output_field=IntegerField())
    found = Recognition.objects.public().order_by().annotate(stands=stands)
    rows = found.values_list("department", "stands").annotate(number=Count("pk"))
    return Counter({(code, standing): number for code, standing, number in rows})


def _bars(cells: list[Cell], unit: float) -> list[Bar]:
    bars, x = [], 0.0
    for cell in cells:
        if cell.number:
            width = round(cell.number * unit, 1)
            bars.append(Bar(round(x, 1), width, TONES[cell.standing]))
            x += width
    return bars


def _url(department: str, validity: str = "") -> str:
    asked = {"departement": department, "validite": validity}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('directory:register')}?{query}"
