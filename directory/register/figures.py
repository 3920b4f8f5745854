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
from workflows.presentation.bars import Bars, draw_bars

TONES = {
    Standing.VALID: "ok",
    Standing.SUSPENDED: "wait",
    Standing.SCHEDULED: "info",
    Standing.OVER: "mute",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """How many stand so there, as `label` calls them; `url` is their list."""

    label: str
    standing: Standing
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A department: its cells in the order of STANDINGS."""

    name: str
    url: str
    cells: list[Cell]
    total: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it; `totals` by standing, `key` what the colours mean."""

    lines: list[Line]
    totals: list[Cell]
    total: int
    key: list[tuple[str, str]]

    @property
    def bars(self) -> Bars:
        return draw_bars(
            [(line.name, [cell.number for cell in line.cells]) for line in self.lines],
            self.key,
            label="Labels par département et par validité",
        )


def figures() -> Figures:
    """As they stand today. One query, and a second when something has changed."""
    return _figures(freshness())


@lru_cache(maxsize=2)
def _figures(fresh: Freshness) -> Figures:
    counted = _counted(fresh)
    others = sorted({code for code, _ in counted} - PAYS_DE_LA_LOIRE.keys())
    codes = [*PAYS_DE_LA_LOIRE, *others]
    totals = {code: sum(counted[code, standing] for standing in TONES) for code in codes}
    lines = []
    for code in codes:
        cells = [
            Cell(value.label, standing, counted[code, standing], _url(code, value))
            for value, standing in STANDINGS.items()
        ]
        name = DEPARTMENTS.get(code, code)
        lines.append(Line(name, _url(code), cells, totals[code]))

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


def _url(department: str, validity: str = "") -> str:
    asked = {"departement": department, "validite": validity}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('directory:register')}?{query}"
