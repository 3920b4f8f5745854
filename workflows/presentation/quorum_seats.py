"""The quorum as seats: one dot a member, present first, and the mark of the threshold."""

from dataclasses import dataclass

SEATS_PER_ROW = 12
PITCH = 22.0
ROW_HEIGHT = 24.0
RADIUS = 8.8


@dataclass(frozen=True)
class Seat:
    """A dot: `css` is "on" (present), "proxy" (represented) or "" (absent)."""

    x: float
    y: float
    css: str


@dataclass(frozen=True)
class SeatPlan:
    """The drawing, in viewBox units; `mark` is the `d` of the threshold's line, empty if none."""

    seats: list[Seat]
    width: float
    height: float
    mark: str
    label_x: float
    label_y: float
    label_anchor: str
    threshold: int
    sentence: str


def plan_seats(
    *, present: int, represented: int, absent: int, threshold: int, awaited: bool = False
) -> SeatPlan:
    """Place the members in rows of twelve.

    `threshold` is the number of members, present or represented, from which the session may decide.
    While the others are `awaited`, whether it is reached is no news yet.
    """
    total = present + represented + absent
    kinds = ["on"] * present + ["proxy"] * represented + [""] * absent
    seats = [Seat(*_centre(index), kind) for index, kind in enumerate(kinds)]
    columns = min(total, SEATS_PER_ROW) or 1
    rows = max(1, -(-total // SEATS_PER_ROW))
    width = max(columns * PITCH, 120.0)
    foot = rows * ROW_HEIGHT + 7
    x, y = _centre(threshold - 1)
    mark_x = x + PITCH / 2
    return SeatPlan(
        seats=seats,
        width=width,
        height=foot + 19,
        mark=f"M{mark_x:.0f} {y - ROW_HEIGHT / 2:.0f}V{foot:.0f}" if 0 < threshold <= total else "",
        label_x=mark_x,
        label_y=foot + 14,
        label_anchor=_anchor(mark_x, width),
        threshold=threshold,
        sentence=_sentence(present, represented, total, threshold, awaited=awaited),
    )


def _centre(index: int) -> tuple[float, float]:
    row, column = divmod(index, SEATS_PER_ROW)
    return PITCH / 2 + column * PITCH, ROW_HEIGHT / 2 + 1 + row * ROW_HEIGHT


def _anchor(x: float, width: float) -> str:
    """Keep the label « quorum 12 » (about 75 units wide) inside the drawing."""
    if x < 40:
        return "start"
    return "end" if x > width - 40 else "middle"


def _sentence(present: int, represented: int, total: int, threshold: int, *, awaited: bool) -> str:
    plural = "s" if present > 1 else ""
    proxies = f" et {represented} représenté{'s' if represented > 1 else ''}" if represented else ""
    reached = ", atteint" if present + represented >= threshold else ", non atteint"
    return (
        f"{present} présent{plural}{proxies} sur {total} membre{'s' if total > 1 else ''} "
        f"pouvant voter\u00a0; quorum à {threshold}{'' if awaited else reached}."
    )
