"""The state diagram « vous êtes ici », laid out for any lifecycle.

The ordinary path runs left to right, detours sit below it, and every transition that is not a
plain step runs through the channel between both rows.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from workflows.presentation.flow.channel import LANE, Route, assign_lanes, draw_route
from workflows.presentation.flow.rows import (
    FLAG_HEIGHT,
    place_main,
    place_sides,
    row_width,
    sort_sides,
)
from workflows.presentation.flow.shapes import (
    ARROW,
    MARGIN,
    Box,
    Diagram,
    Drawing,
    Line,
    Node,
    Step,
    Tag,
)

__all__ = ["Diagram", "Drawing", "Node", "Step", "draw_flow"]

MIN_WIDTH = 1120.0
CHANNEL = 50.0
HALF_FLAG = 56.0
FLAG_BELOW = 30.0


def draw_flow(diagram: Diagram) -> Drawing:
    """Lay out a diagram of one state or more; it grows wider than 1120 only if it must.

    Raises KeyError when an edge, or a detour's `under`, names a state that is not drawn.
    """
    labels = {(source, target): label or "" for source, target, label in diagram.edges}
    ordered = sort_sides(diagram.side, diagram.main)
    wrapped = row_width(diagram.main, labels) > MIN_WIDTH
    widths = (row_width(diagram.main, labels, wrapped=wrapped), row_width(ordered, labels))
    width = round(max(MIN_WIDTH, *widths), 1)
    mains = place_main(diagram.main, labels, wrapped=wrapped, width=width)
    sides = place_sides(ordered, mains, labels, width=width)

    steps, routes = _sort_edges(diagram, mains, sides)
    lanes = assign_lanes(routes, width=width)
    top = max(box.bottom for box in mains)
    side_top = top + (max(CHANNEL, LANE * lanes + 30) if sides else LANE * lanes + 8)
    sides = [replace(box, y=side_top) for box in sides]

    drawing = Drawing(width=width, boxes=[*mains, *sides], steps=_steps(diagram))
    boxes = {box.node.value: box for box in drawing.boxes}
    drawings = [_draw_step(boxes[one], boxes[other], label) for one, other, label in steps]
    drawings += [draw_route(route, top=top, side_top=side_top) for route in routes]
    for lines, tags in drawings:
        drawing.lines += lines
        drawing.tags += tags
    drawing.flag = _flag(drawing)
    flag_below = drawing.flag is not None and drawing.flag.y > top
    drawing.top = 0.0 if drawing.flag and not flag_below else FLAG_HEIGHT - MARGIN
    drawing.bottom = max([side_top, *(box.bottom for box in sides)]) + MARGIN
    drawing.bottom += FLAG_BELOW if flag_below else 0.0
    return drawing


def _sort_edges(
    diagram: Diagram, mains: Sequence[Box], sides: Sequence[Box]
) -> tuple[list[tuple[str, str, str]], list[Route]]:
    """Part the steps between neighbours of a row from what must take the channel."""
    boxes: Mapping[str, Box] = {box.node.value: box for box in [*mains, *sides]}
    ahead = {(a.node.value, b.node.value) for row in (mains, sides) for a, b in pairwise(row)}
    given = {(source, target) for source, target, _ in diagram.edges}
    back = {(b.node.value, a.node.value) for a, b in pairwise(sides)}
    plain = ahead | {(source, target) for source, target in back if (target, source) not in given}
    steps: list[tuple[str, str, str]] = []
    routes: dict[tuple[str, str], Route] = {}
    for source, target, label in diagram.edges:
        start, end = boxes[source], boxes[target]
        if (source, target) in plain:
            steps.append((source, target, label or ""))
        elif source != target:
            route = routes.setdefault((target, label or ""), Route([], end, label or ""))
            route.sources += [start] if start not in route.sources else []
    return steps, list(routes.values())


def _draw_step(start: Box, end: Box, label: str) -> tuple[list[Line], list[Tag]]:
    """Draw the arrow between two neighbours of a row."""
    y = start.middle
    way = 1 if end.x > start.x else -1
    leave, arrive = (start.right, end.x) if way > 0 else (start.x, end.right)
    done = start.node.status == "done" and end.node.status != "todo"
    tip = arrive - way * (ARROW + 1)
    point = way * (ARROW + 1)
    lines = [
        Line(f"M{leave:.0f} {y:.0f}H{tip:.0f}", done=done),
        Line(f"M{tip:.0f} {y - 5:.0f}l{point:.0f} 5l{-point:.0f} 5z", head=True, done=done),
    ]
    return lines, [Tag(label, round((leave + arrive) / 2, 1), y - 12)] if label else []


def _flag(drawing: Drawing) -> Tag | None:
    """Return « vous êtes ici », above a state of the path or below a detour."""
    here = next((box for box in drawing.boxes if box.node.status == "here"), None)
    if here is None:
        return None
    x = round(min(max(here.centre, HALF_FLAG), drawing.width - HALF_FLAG), 1)
    if here.is_side:
        return Tag("▲ vous êtes ici", x, here.bottom + 18)
    return Tag("▼ vous êtes ici", x, FLAG_HEIGHT - 21)


def _steps(diagram: Diagram) -> list[Step]:
    """Return the path as a list, with the detours taken, and those that lead from each state."""
    detours: dict[str, list[Node]] = defaultdict(list)
    for node in diagram.side:
        detours[node.under].append(node)
    steps: list[Step] = []
    for node in diagram.main:
        taken = [side for side in detours[node.value] if side.status != "todo"]
        steps.append(Step(node.label, node.status, detours=_exits(diagram, node)))
        steps += [
            Step(side.label, side.status, is_side=True, detours=_exits(diagram, side))
            for side in taken
        ]
    return steps


def _exits(diagram: Diagram, node: Node) -> tuple[str, ...]:
    """The labels of the detours not taken that `node` leads to; none once it is behind or over."""
    if node.status == "done" or _is_over(diagram):
        return ()
    ends = {target for source, target, _ in diagram.edges if source == node.value}
    ahead = [side for side in diagram.side if side.status == "todo"]
    return tuple(side.label for side in ahead if side.value in ends)


def _is_over(diagram: Diagram) -> bool:
    """Whether nothing leads further from where one is."""
    nodes = [*diagram.main, *diagram.side]
    here = {node.value for node in nodes if node.status == "here"}
    return bool(here) and not any(source in here for source, _, _ in diagram.edges)
