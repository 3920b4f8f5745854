"""The map of the annuaire: the five departments of the region, each with how many it has.

The outlines are ours, drawn by hand for this product: schematic, and said to be. No geographic data
was traced.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from directory.organisations.departments import DEPARTMENTS, ELSEWHERE, PAYS_DE_LA_LOIRE

SHADES = 3  # beyond « none »


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of a department, in units of the map, and where its name is written."""

    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Place:
    """A department as a page shows it; `shade` from 0, for none, to SHADES."""

    code: str
    name: str
    count: int
    url: str
    current: bool
    shade: int
    outline: Outline | None = None

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Its name as the map writes it, and how far down: a compound one too long has two."""
        first, mark, rest = self.name.partition("-")
        if self.outline is None or len(self.name) < LONGEST_LINE or not mark:
            return [(self.name, 0)]
        return [(f"{first}-", 0), (rest, LINE_HEIGHT)]


LONGEST_LINE, LINE_HEIGHT = 15, 14
OUTLINES = {
    "44": Outline(
        "M73 241L88 255L114 264L125 253L136 238L155 237L150 223L156 205L155 190L179 187L178 169"
        "L162 162L147 154L152 139L148 127L130 120L112 126L101 136L81 139L63 147L57 163L41 168"
        "L24 176L16 201L36 205L52 202L55 218L47 224L63 229z",
        98,
        162,
    ),
    "49": Outline(
        "M148 127L171 128L188 135L211 133L228 130L239 127L256 139L274 147L292 157L297 153L296 166"
        "L284 183L280 202L279 218L262 229L252 232L231 234L218 245L198 245L184 247L171 244L155 237"
        "L150 223L156 205L155 190L179 187L178 169L162 162L147 154L152 139z",
        227,
        158,
    ),
    "53": Outline(
        "M171 128L164 112L169 91L165 52L165 19L180 18L198 26L218 22L239 22L254 12L269 37L259 61"
        "L252 79L248 97L235 109L239 127L228 130L211 133L188 135z",
        207,
        79,
    ),
    "72": Outline(
        "M239 127L235 109L248 97L252 79L259 61L269 37L279 36L290 25L307 22L317 46L330 58L345 64"
        "L358 79L359 94L352 115L337 135L323 145L312 157L297 153L292 157L274 147L256 139z",
        294,
        94,
    ),
    "85": Outline(
        "M184 247L171 244L155 237L136 238L125 253L114 264L88 255L73 241L57 261L64 276L76 291"
        "L91 320L120 331L128 343L147 347L159 347L176 346L198 347L219 334L213 312L211 295L203 280"
        "L207 265L197 255z",
        142,
        295,
    ),
}
LOIRE = (
    "M54 202L71 199L91 210L117 213L134 202L155 190L180 186L205 192L223 184L246 193L266 205L280 209"
)


@dataclass(frozen=True, slots=True)
class Map:
    """The region, drawn and listed, and the other departments that somebody covers."""

    region: list[Place]
    elsewhere: list[Place]
    loire: str = LOIRE


def plan_map(counts: Mapping[str, int], *, current: str) -> Map:
    """Each department under its address, `current` being the one that the list is narrowed to."""
    most = max((counts.get(code, 0) for code in PAYS_DE_LA_LOIRE), default=0)

    def place(code: str) -> Place:
        number = counts.get(code, 0)
        shade = min(-(-SHADES * number // most), SHADES) if most else 0
        return Place(
            code, DEPARTMENTS[code], number, url_of(code), code == current, shade,
            OUTLINES.get(code),
        )  # fmt: skip

    covered = [code for code in ELSEWHERE if code in counts or code == current]
    return Map([place(code) for code in PAYS_DE_LA_LOIRE], [place(code) for code in covered])


def url_of(code: str) -> str:
    """The list of what the map counts there: nothing else narrows it."""
    return f"{reverse('directory:annuaire')}?{urlencode({'departement': code})}"


def draw_map(counts: Mapping[str, int], *, current: str) -> SafeString:
    """The map and its list, as the page shows them."""
    return _drawn(tuple(sorted(counts.items())), current)


@lru_cache(maxsize=len(DEPARTMENTS) + 1)
def _drawn(counts: tuple[tuple[str, int], ...], current: str) -> SafeString:
    """The same as long as nobody comes or goes."""
    shown = {"map": plan_map(dict(counts), current=current)}
    return render_to_string("directory/annuaire_map.html", shown)
