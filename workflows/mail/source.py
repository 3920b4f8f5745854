"""What a letter is written from: a text template, with a few marks that read well as they are.

A blank line ends a paragraph; `- ` begins an item, two spaces go on with it; `> ` quotes what
somebody wrote. `{% action %}` names the one thing to do, out of reach of the words around it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.template import Context
from django.template.loader import get_template

ITEM, QUOTED, INDENT = "- ", "> ", "  "
ACTIONS = "letter_actions"  # where the tag leaves what it was given
_RUNS = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


@dataclass(frozen=True, slots=True)
class Action:
    """What a letter is for, as a button says it, and the page where it is done."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a template says: its text, and the action that it names, if any."""

    text: str
    action: Action | None


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text: `kind` is paragraph, list or quote; `lines` are its lines, or items."""

    kind: str
    lines: tuple[str, ...]


def render_text(name: str, context: dict[str, Any]) -> str:
    """Render a text: nothing is escaped, for nothing is HTML."""
    template: Any = get_template(name)
    text: str = template.template.render(Context(context, autoescape=False))
    return text.strip()


def draft_of(name: str, context: dict[str, Any]) -> Draft:
    """Render the text `name`; raises ValueError when it names two actions."""
    actions: list[Action] = []
    text = _RUNS.sub("\n\n", render_text(name, context | {ACTIONS: actions}))
    if len(actions) > 1:
        raise ValueError(f"{name} asks for {len(actions)} things: a letter asks for one")
    return Draft(text, actions[0] if actions else None)


def blocks_of(text: str) -> Iterator[Block]:
    """The parts of `text`, in order, without their marks."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        for kind, lines in groupby(_with_their_kinds(paragraph.splitlines()), key=lambda x: x[0]):
            yield Block(kind, _joined(kind, [line for _, line in lines]))


def _with_their_kinds(lines: list[str]) -> Iterator[tuple[str, str]]:
    kind = "paragraph"
    for line in lines:
        if not (kind == "list" and line.startswith(INDENT)):
            kind = {ITEM: "list", QUOTED: "quote"}.get(line[:2], "paragraph")
        yield ("quote" if line == QUOTED.strip() else kind), line


def _joined(kind: str, lines: list[str]) -> tuple[str, ...]:
    if kind == "quote":
        return tuple(line.removeprefix(QUOTED.strip()).strip() for line in lines)
    if kind == "paragraph":
        return tuple(lines)
    items: list[str] = []
    for line in lines:
        if line.startswith(ITEM):
            items.append(line.removeprefix(ITEM))
        else:
            items[-1] += f"\n{line.strip()}"
    return tuple(items)
