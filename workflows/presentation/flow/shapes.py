"""What a state diagram is given as, and what it is drawn with. Lengths are viewBox units."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from workflows.presentation.text_width import split_label

Status = Literal["done", "here", "todo"]

MARGIN = 2.0
BOX_HEIGHT = 42.0
LINE_HEIGHT = 18.0
TAG_SIZE = 13.0
ARROW = 7.0


@dataclass(frozen=True)
class Node:
    """A state; `under` names, for a detour, the state of the main path below which it sits."""

    value: str
    label: str
    status: Status = "todo"
    under: str = ""


@dataclass(frozen=True)
class Diagram:
    """A lifecycle as one object sees it.

    `main` is the ordinary path in order, `side` the detours, `edges` the transitions as
    (source value, target value, label or None). Edges from a state to itself are not drawn.
    """

    main: Sequence[Node]
    side: Sequence[Node] = ()
    edges: Sequence[tuple[str, str, str | None]] = ()


@dataclass(frozen=True)
class Box:
    """A drawn state."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    is_side: bool = False

    @property
    def centre(self) -> float:
        return self.x + self.width / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def css(self) -> str:
        return f"{self.node.status} side" if self.is_side else self.node.status

    @property
    def lines(self) -> list[tuple[str, float]]:
        """The one or two lines of the label, each with the ordinate of its middle."""
        parts = label_lines(self.node, wrapped=self.height > BOX_HEIGHT)
        first = self.middle - LINE_HEIGHT * (len(parts) - 1) / 2
        return [(part, first + LINE_HEIGHT * index) for index, part in enumerate(parts)]


@dataclass(frozen=True)
class Line:
    """A stroke, or an arrow head when `head` is true; `path` is the `d` of an SVG path."""

    path: str
    head: bool = False
    done: bool = False


@dataclass(frozen=True)
class Tag:
    """A text centred on (x, y)."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Step:
    """One line of the list; `detours` are the labels of what may leave the path here."""

    label: str
    status: Status
    is_side: bool = False
    detours: tuple[str, ...] = ()


@dataclass
class Drawing:
    """All there is to draw; `steps` is the same as a list, for phones and screen readers."""

    width: float
    top: float = 0.0
    bottom: float = 0.0
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    flag: Tag | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def view_box(self) -> str:
        return f"0 {self.top:.0f} {self.width:.0f} {self.bottom - self.top:.0f}"


def label_lines(node: Node, *, wrapped: bool) -> list[str]:
    """Return the one or two lines of a state's label."""
    return split_label(node.label) if wrapped else [node.label]
