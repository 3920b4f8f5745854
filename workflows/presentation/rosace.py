"""The rosace: six petals for six principles, and the sentence that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from workflows.presentation.french import enumerate_french, number_word

PetalStatus = Literal["done", "found", "ask", "miss", "part", "none", "ok", "off", "covered"]

# singular, plural of each status; a `done` petal is evidenced by whoever reads, a `found` one is
# established by whoever examines, a `covered` one is asked of nobody, an `ok` one is a part of a
# seal
WORDS: dict[PetalStatus, tuple[str, str]] = {
    "found": ("établi", "établis"),
    "done": ("étayé par vous", "étayés par vous"),
    "covered": ("couvert par votre référentiel", "couverts par votre référentiel"),
    "ask": ("à préciser", "à préciser"),
    "miss": ("non établi", "non établis"),
    "ok": ("établi", "établis"),
    "part": ("commencé", "commencés"),
    "off": ("suspendu", "suspendus"),
    "none": ("à faire", "à faire"),
}
# Where the number of each petal sits, from the top, clockwise (viewBox -110 -110 220 220).
NUMBER_POSITIONS = ((0, -64), (55, -32), (55, 32), (0, 64), (-55, 32), (-55, -32))
NUMBERED: frozenset[PetalStatus] = frozenset(
    {"done", "covered", "found", "ask", "miss", "part", "none"}
)


@dataclass(frozen=True)
class Petal:
    """One principle: `label` is its short name, `status` a key of WORDS."""

    status: PetalStatus
    label: str


@dataclass(frozen=True)
class DrawnPetal:
    """A petal in its place; `number` is None where the rosace is a seal, not a progress."""

    status: PetalStatus
    rotation: int
    number: int | None
    x: int
    y: int


def draw_rosace(petals: Sequence[Petal]) -> list[DrawnPetal]:
    """Place up to six petals, clockwise from the top.

    Raises ValueError for more than six: the mark has six petals, one a principle.
    """
    if len(petals) > len(NUMBER_POSITIONS):
        raise ValueError("A rosace has six petals.")
    return [
        DrawnPetal(
            status=petal.status,
            rotation=60 * index,
            number=index + 1 if petal.status in NUMBERED else None,
            x=x,
            y=y,
        )
        for index, (petal, (x, y)) in enumerate(zip(petals, NUMBER_POSITIONS, strict=False))
    ]


def key_of(petals: Sequence[Petal]) -> list[tuple[PetalStatus, str]]:
    """What each look that is drawn means, in one order."""
    drawn = {petal.status for petal in petals}
    return [(status, one) for status, (one, _) in WORDS.items() if status in drawn]


def describe_rosace(petals: Sequence[Petal]) -> str:
    """Return the rosace as a sentence.

    « Deux principes sur six étayés par vous : Pratiques et AG. Commencé : Plan. »
    """
    groups = {
        status: [petal.label for petal in petals if petal.status == status] for status in WORDS
    }
    present = [status for status, labels in groups.items() if labels]
    if len(present) == 1:
        return _describe_uniform(present[0], len(petals))
    parts: list[str] = []
    for status in present:
        labels = groups[status]
        word = WORDS[status][len(labels) > 1]
        if not parts and status != "none":
            noun = "principes" if len(labels) > 1 else "principe"
            word = f"{number_word(len(labels))} {noun} sur {number_word(len(petals))} {word}"
        parts.append(f"{word[0].upper()}{word[1:]}\u00a0: {enumerate_french(labels)}.")
    return " ".join(parts)


def _describe_uniform(status: PetalStatus, total: int) -> str:
    if status == "none":
        return "Aucun principe n’est encore commencé."
    return f"Les {number_word(total)} principes sont {WORDS[status][1]}."
