"""XML read as it streams by, by expat: no tree, no entity, no network.

Names are local: the prefixes are the writer's own, and what an element is called is enough to
know what it may do.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from xml.parsers import expat

from workflows.files.refusals import FileRefused

Attributes = dict[str, str]
# What may stand in front of the first « < »: byte-order marks, spaces, the zeros of UTF-16.
BLANK = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
# Readers refuse these when they are not well-formed. Excel itself writes drawings that are not.
STRICT = (".xml", ".rels")
# Beyond what any document holds: elements inside one another, names, bytes of one tag or comment.
MOST_DEPTH = 1_000
MOST_NAMES = 10_000
MOST_PENDING = 4 * 1024 * 1024
DDE_FORMULA = re.compile(r"\bDDE\s*\(", re.IGNORECASE)


def no_doctype(public_id: str | None, system_id: str | None, has_subset: bool) -> bool:
    """The rule of a format whose parts have no DOCTYPE."""
    return False


@dataclass(frozen=True, slots=True)
class Rules:
    """What to do at an element that starts, or once its text is known; whether a DOCTYPE may be.

    A rule is given the attributes, by local name, or the text; it refuses by raising.
    """

    elements: Mapping[str, Callable[[Attributes], None]]
    texts: Mapping[str, Callable[[str], None]] = field(default_factory=dict)
    doctype: Callable[[str | None, str | None, bool], bool] = no_doctype


def refuse(code: str) -> Callable[[Attributes], None]:
    """The rule of an element that an honest document does not need."""

    def rule(attributes: Attributes) -> None:
        raise FileRefused(code)

    return rule


def check_formula(formula: str) -> None:
    """The rule of a cell: a formula that asks another program for its value is refused."""
    if DDE_FORMULA.search(formula):
        raise FileRefused("dde")


def read_part(
    name: str, content: Iterable[bytes], rules: Rules, *, count: Callable[[int], None]
) -> None:
    """Read a part to its end, applying `rules` to it when it is XML, whatever its name says.

    `count` is told how many elements were read, as they come. Raises what `count` and the rules
    raise, and ``FileRefused`` with the code ``doctype``, ``unsafe_archive`` for XML that no office
    program writes, or ``damaged`` for a part named as XML that is not well-formed.
    """
    chunks = iter(content)
    head = next(chunks, b"")
    strict = name.lower().endswith(STRICT)
    shown = head.lstrip(BLANK)
    if head and (strict or not shown or shown.startswith(b"<")):
        try:
            _Reader(rules, count).read(chain([head], chunks))
        except expat.ExpatError as error:
            if strict:
                raise FileRefused("damaged") from error
    for _ in chunks:
        pass  # to the end: the checksum is verified there


class _Reader:
    """Rules at work on one part. Text is gathered inside the elements that have a rule for it."""

    def __init__(self, rules: Rules, count: Callable[[int], None]) -> None:
        self.rules = rules
        self.count = count
        self.elements = 0
        self.depth = 0
        self.names: dict[str, str] = {}  # local, by full name
        self.gathered: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def read(self, chunks: Iterable[bytes]) -> None:
        fed = 0
        for chunk in chunks:
            self.parser.Parse(chunk, False)
            fed += len(chunk)
            # expat keeps the names it meets, and reads anew a tag whose end it has not seen yet.
            pending = fed - self.parser.CurrentByteIndex
            if pending > MOST_PENDING or len(self.parser.intern) > MOST_NAMES:
                raise FileRefused("unsafe_archive")
            self.count(self.elements)
            self.elements = 0
        self.parser.Parse(b"", True)

    def doctype(self, _: str, system_id: str | None, public_id: str | None, subset: bool) -> None:
        if not self.rules.doctype(public_id, system_id, bool(subset)):
            raise FileRefused("doctype")

    def start(self, name: str, attributes: Attributes) -> None:
        local = self.names.get(name)
        if local is None:
            local = self.names[name] = _local(name)
        self.elements += 1
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise FileRefused("unsafe_archive")
        if rule := self.rules.elements.get(local):
            rule({_local(key): value for key, value in attributes.items()})
        if local in self.rules.texts:
            self.gathered.clear()
            self.parser.CharacterDataHandler = self.gathered.append

    def end(self, name: str) -> None:
        self.depth -= 1
        if rule := self.rules.texts.get(self.names[name]):
            self.parser.CharacterDataHandler = None
            rule("".join(self.gathered))


def _local(name: str) -> str:
    return name.rpartition(":")[2]
