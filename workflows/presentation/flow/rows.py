"""Where the states stand: the ordinary path on one row, the detours on another below."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from workflows.presentation.flow.shapes import (
    ARROW,
    BOX_HEIGHT,
    LINE_HEIGHT,
    MARGIN,
    TAG_SIZE,
    Box,
    Node,
    label_lines,
)
from workflows.presentation.text_width import text_width

Labels = Mapping[tuple[str, str], str]

PADDING = 15.0
SIDE_HEIGHT = 38.0
MIN_BOX = 76.0
MIN_GAP = 30.0
MAX_GAP = 110.0
FLAG_HEIGHT = 41.0


def row_width(nodes: Sequence[Node], labels: Labels, *, wrapped: bool = False) -> float:
    """Return the least width of a row; `wrapped` labels take two lines."""
    boxes = sum(_box_width(node, wrapped=wrapped) for node in nodes)
    gaps = sum(_gap(left, right, labels) for left, right in pairwise(nodes))
    return boxes + gaps + 2 * MARGIN


def place_main(nodes: Sequence[Node], labels: Labels, *, wrapped: bool, width: float) -> list[Box]:
    """Place the ordinary path, sharing the room that is left between its gaps."""
    spare = (width - row_width(nodes, labels, wrapped=wrapped)) / max(1, len(nodes) - 1)
    spare = min(spare, MAX_GAP - MIN_GAP)
    height = BOX_HEIGHT + LINE_HEIGHT if wrapped else BOX_HEIGHT
    boxes: list[Box] = []
    x = MARGIN
    for index, node in enumerate(nodes):
        if index:
            x += _gap(nodes[index - 1], node, labels) + spare
        boxes.append(Box(node, round(x, 1), FLAG_HEIGHT, _box_width(node, wrapped=wrapped), height))
        x = boxes[-1].right
    return boxes


def sort_sides(nodes: Sequence[Node], main: Sequence[Node]) -> list[Node]:
    """Order the detours as the states they sit under."""
    positions = {node.value: index for index, node in enumerate(main)}
    return sorted(nodes, key=lambda node: positions[node.under])


def place_sides(
    nodes: Sequence[Node], mains: Sequence[Box], labels: Labels, *, width: float
) -> list[Box]:
    """Place sorted detours under their state, pushing right, then back from the edge.

    Their ordinate is left at 0: it depends on what the channel needs.
    """
    anchors = {box.node.value: box for box in mains}
    widths = [_box_width(node) for node in nodes]
    gaps = [0.0, *(_gap(left, right, labels) for left, right in pairwise(nodes))]
    lefts: list[float] = []
    free = MARGIN
    for index, node in enumerate(nodes):
        free += gaps[index]
        follows = index > 0 and nodes[index - 1].under == node.under
        wish = anchors[node.under].centre - widths[index] / 2
        lefts.append(free if follows else max(free, wish))
        free = lefts[index] + widths[index]
    limit = width - MARGIN
    for index in reversed(range(len(nodes))):
        lefts[index] = min(lefts[index], limit - widths[index])
        limit = lefts[index] - gaps[index]
    placed = zip(nodes, lefts, widths, strict=True)
    return [
        Box(node, round(x, 1), 0.0, wide, SIDE_HEIGHT, is_side=True) for node, x, wide in placed
    ]


def _box_width(node: Node, *, wrapped: bool = False) -> float:
    widest = max(text_width(part) for part in label_lines(node, wrapped=wrapped))
    return round(max(MIN_BOX, widest + 2 * PADDING), 1)


def _gap(left: Node, right: Node, labels: Labels) -> float:
    """Room between two neighbours, enough for the label of what links them."""
    forward = labels.get((left.value, right.value), "")
    backward = labels.get((right.value, left.value), "")
    widest = max(text_width(label, TAG_SIZE) for label in (forward, backward))
    return max(MIN_GAP, widest + 2 * ARROW + 8 if widest else 0.0)
