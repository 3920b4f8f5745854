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


def read_part(name: str, content: Iterable[bytes], rules: Rules) -> None:
    """Read a part to its end, applying `rules` to it when it is XML, whatever its name says.

    Raises what the rules raise, and ``FileRefused`` with the code ``doctype``, or ``damaged`` for a
    part named as XML that is not well-formed.
    """
    chunks = iter(content)
    head = next(chunks, b"")
    strict = name.lower().endswith(STRICT)
    shown = head.lstrip(BLANK)
    if head and (strict or not shown or shown.startswith(b"<")):
        _parse(chain([head], chunks), rules, strict=strict)
    for _ in chunks:
        pass  # to the end: the checksum is verified there


def _parse(chunks: Iterable[bytes], rules: Rules, *, strict: bool) -> None:
    parser = _Reader(rules).parser
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        if strict:
            raise FileRefused("damaged") from error


class _Reader:
    """Rules at work on one part. Text is gathered inside the elements that have a rule for it."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.names: dict[str, str] = {}  # local, by full name
        self.gathered: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.start
        if rules.texts:
            self.parser.EndElementHandler = self.end

    def doctype(self, _: str, system_id: str | None, public_id: str | None, subset: bool) -> None:
        if not self.rules.doctype(public_id, system_id, bool(subset)):
            raise FileRefused("doctype")

    def start(self, name: str, attributes: Attributes) -> None:
        local = self.names.get(name)
        if local is None:
            local = self.names[name] = _local(name)
        if rule := self.rules.elements.get(local):
            rule({_local(key): value for key, value in attributes.items()})
        if local in self.rules.texts:
            self.gathered.clear()
            self.parser.CharacterDataHandler = self.gathered.append

    def end(self, name: str) -> None:
        if rule := self.rules.texts.get(self.names[name]):
            self.parser.CharacterDataHandler = None
            rule("".join(self.gathered))


def _local(name: str) -> str:
    return name.rpartition(":")[2]
