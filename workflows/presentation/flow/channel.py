"""The channel between both rows: one lane for each transition that is not a plain step.

Labels cannot meet: a lane holds disjoint intervals, and a label stays inside its interval.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from workflows.presentation.flow.shapes import ARROW, MARGIN, TAG_SIZE, Box, Line, Tag
from workflows.presentation.text_width import text_width

LANE = 26.0
PORT_INSET = 8.0
PORT_STEP = 6.0
PORT_SPACE = 11.0
RETURN_SHIFT = 18.0


@dataclass(eq=False)
class Route:
    """Transitions with one target and one label: they share a lane, as a bus.

    `ports` are the abscissas where the sources leave, `end` where the target is reached;
    `lane` counts from 1, 0 is a vertical line that needs none.
    """

    sources: list[Box]
    target: Box
    label: str
    ports: list[float] = field(default_factory=list)
    end: float = 0.0
    tag_x: float = 0.0
    lane: int = 0

    @property
    def stops(self) -> list[float]:
        return [*self.ports, self.end]

    @property
    def span(self) -> tuple[float, float]:
        """The interval of its lane that it keeps to itself, label included."""
        half = text_width(self.label, TAG_SIZE) / 2
        label = [self.tag_x - half, self.tag_x + half] if self.label else []
        return min([*self.stops, *label]) - 6, max([*self.stops, *label]) + 6

    @property
    def shared(self) -> tuple[float, float]:
        """The abscissas that its first source and its target have in common."""
        source = self.sources[0]
        return max(source.x, self.target.x), min(source.right, self.target.right)

    @property
    def is_direct(self) -> bool:
        """Whether one vertical line does: a state and a detour right below it."""
        left, right = self.shared
        faces = self.sources[0].is_side != self.target.is_side
        return len(self.sources) == 1 and faces and right - left >= 4 * PORT_SPACE

    def returns(self, other: "Route") -> bool:
        """Whether `other` goes the opposite way."""
        return self.sources[0] == other.target and self.target == other.sources[0]


class Ports:
    """Gives each vertical line an abscissa of its own."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    def take(self, left: float, right: float, wish: float) -> float:
        """Take the free abscissa between `left` and `right` that is nearest to `wish`."""
        left, right = left + PORT_INSET, right - PORT_INSET
        wish = min(max(wish, left), right)
        steps = range(int(max(0.0, right - left) // PORT_STEP) + 1)
        candidates = [wish, *(left + PORT_STEP * step for step in steps)]
        free = [x for x in candidates if self._room(x) >= PORT_SPACE]
        chosen = min(free, key=lambda x: abs(x - wish)) if free else max(candidates, key=self._room)
        self.taken.append(chosen)
        return chosen

    def _room(self, x: float) -> float:
        return min((abs(x - other) for other in self.taken), default=float("inf"))


def assign_lanes(routes: Sequence[Route], *, width: float) -> int:
    """Give every route its ports, and a lane where it needs one; return the number of lanes."""
    ports = Ports()
    direct = [route for route in routes if route.is_direct]
    for route in direct:
        _take_direct(route, ports, both_ways=any(route.returns(other) for other in direct))
    for route in routes:
        if not route.is_direct:
            _take_channel(route, ports)
    in_channel = [route for route in routes if route.label or not route.is_direct]
    for route in in_channel:
        route.tag_x = _tag_x(route, ports.taken, width=width)
    busy: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for route in sorted(in_channel, key=lambda item: item.span[1] - item.span[0]):
        route.lane = 1
        while any(_overlap(route.span, other) for other in busy[route.lane]):
            route.lane += 1
        busy[route.lane].append(route.span)
    return max((route.lane for route in in_channel), default=0)


def draw_route(route: Route, *, top: float, side_top: float) -> tuple[list[Line], list[Tag]]:
    """Draw a route in the channel between `top` and `side_top`."""
    lane = top + LANE * route.lane + 2
    tip = side_top - ARROW if route.target.is_side else top + ARROW
    lines = []
    for source, x in zip(route.sources, route.ports, strict=True):
        start = side_top if source.is_side else top
        turn = f"V{lane:.0f}H{route.end:.0f}" if x != route.end else ""
        lines.append(Line(f"M{x:.0f} {start:.0f}{turn}V{tip:.0f}"))
    point = ARROW + 1 if route.target.is_side else -ARROW - 1
    head = f"M{route.end - 5:.0f} {tip:.0f}l5 {point:.0f}l5 {-point:.0f}z"
    lines.append(Line(head, head=True))
    return lines, [Tag(route.label, round(route.tag_x, 1), lane - 11)] if route.label else []


def _take_direct(route: Route, ports: Ports, *, both_ways: bool) -> None:
    left, right = route.shared
    shift = RETURN_SHIFT if both_ways else 0.0
    x = ports.take(left, right, (left + right) / 2 + (shift if route.target.is_side else -shift))
    route.ports, route.end = [x], x


def _take_channel(route: Route, ports: Ports) -> None:
    mean = sum(box.centre for box in route.sources) / len(route.sources)
    route.end = _lean(route.target, mean, ports)
    route.ports = [_lean(box, route.end, ports) for box in route.sources]


def _lean(box: Box, towards: float, ports: Ports) -> float:
    """Take a port on the side of `box` that looks towards an abscissa."""
    lean = max(-1.0, min(1.0, (towards - box.centre) / 60))
    return ports.take(box.x, box.right, box.centre + lean * box.width / 4)


def _tag_x(route: Route, verticals: Sequence[float], *, width: float) -> float:
    """Return the label's middle: along the lane, crossed by as few vertical lines as possible."""
    half = text_width(route.label, TAG_SIZE) / 2 + 4
    left, right = min(route.stops), max(route.stops)
    room = int(right - left - 2 * half)
    if room < 0:
        return min(max(right + half + 4, half + MARGIN), width - half - MARGIN)
    middle = (left + right) / 2

    def cost(x: float) -> tuple[int, float]:
        return sum(abs(line - x) < half for line in verticals), abs(x - middle)

    return min((left + half + shift for shift in range(0, room + 1, 8)), key=cost)


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
