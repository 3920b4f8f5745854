"""Office Open XML: Word, Excel and PowerPoint since 2007, and what such a file may carry.

Sources: ECMA-376 part 1 (17.16, fields; 18.14, links of a workbook), part 2 (content types,
relationships); [MS-OFFMACRO2] for macros.
"""

import re
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath
from posixpath import normpath
from typing import IO
from urllib.parse import unquote
from zipfile import ZipInfo

from workflows.files.allowance import Allowance
from workflows.files.archives import Archive, open_archive
from workflows.files.markup import Attributes, Rules, check_formula, read_part, refuse
from workflows.files.refusals import FileRefused, NotThatType

CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = "spreadsheetml.sheet.main+xml"

# By a part of the content type, in lower case.
REFUSED_TYPES = {
    "macroenabled": "macros",
    "macrosheet": "macros",
    "vbaproject": "macros",
    "activex": "activex",
    "spreadsheetml.connections": "data_source",
}
# By the last word of the relationship's type, in lower case.
REFUSED_RELATIONS = {
    "vbaproject": "macros",
    "wordvbadata": "macros",
    "attachedtoolbars": "macros",
    "xlmacrosheet": "macros",
    "xlintlmacrosheet": "macros",
    "control": "activex",
    "activexcontrolbinary": "activex",
    "oleobject": "embedded",
    "afchunk": "embedded",
    "connections": "data_source",
}
# The author's own disk: nobody else's program finds anything there, and no other machine is asked.
OWN_DISK = re.compile(r"(?:file:///)?[a-z]:[\\/](?![\\/])|file:///(?![\\/])", re.IGNORECASE)
DDE = re.compile(r"\s*DDE(?:AUTO)?\b", re.IGNORECASE)


def check_open_xml(stream: IO[bytes], allowance: Allowance, *, main_type: str) -> None:
    """Check that the stream is an Office Open XML file whose main part is of this type.

    ``main_type`` is the end of the main part's content type, such as
    ``wordprocessingml.document.main+xml``. Raises ``NotThatType``, or ``FileRefused`` with a code
    of ``open_archive`` or of what the document carries.
    """
    with open_archive(stream, allowance) as archive:
        _Document(archive, allowance, charted=True).check(main_type)


class _Document:
    """One document while it is read: content types first, then relationships, then the rest.

    `charted` says whether its charts may keep their data, which is a workbook inside the document.
    """

    def __init__(self, archive: Archive, allowance: Allowance, *, charted: bool) -> None:
        self.archive = archive
        self.allowance = allowance
        self.charted = charted
        self.types: dict[str, str] = {}  # of parts, by path
        self.default_types: list[str] = []
        self.chart_data: set[str] = set()

    def check(self, main_type: str) -> None:
        entries = sorted(self.archive.entries, key=_reading_order)
        if entries[0].filename != CONTENT_TYPES:
            raise NotThatType
        self._read(entries[0], Rules({"Override": self._typed, "Default": self._typed}))
        found = [*self.types.values(), *self.default_types]
        if not any(each.endswith(main_type) for each in found):
            raise NotThatType
        if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
            raise FileRefused("macros")
        for entry in entries[1:]:
            if entry.filename.lower() in self.chart_data:
                self._read_chart_data(entry)
            elif _is_relations(entry):
                related = partial(self._related, _source_of(entry.filename))
                self._read(entry, Rules({"Relationship": related}))
            else:
                part = _Part()
                self._read(entry, part.rules())
                part.close()

    def _read(self, entry: ZipInfo, rules: Rules) -> None:
        read_part(entry.filename, self.archive.read(entry), rules, count=self.archive.count)

    def _typed(self, attributes: Attributes) -> None:
        content_type = attributes.get("ContentType", "")
        for word, code in REFUSED_TYPES.items():
            # A default says nothing of what is there: a relationship does.
            if word in content_type.lower() and (code == "macros" or "PartName" in attributes):
                raise FileRefused(code)
        if "PartName" in attributes:
            self.types[attributes["PartName"].lstrip("/").lower()] = content_type
        else:
            self.default_types.append(content_type)

    def _related(self, source: str, attributes: Attributes) -> None:
        relation = attributes.get("Type", "").lower()
        target = unquote(attributes.get("Target", ""))
        kind = relation.rpartition("/")[2]
        if attributes.get("TargetMode", "").lower() == "external" or _is_elsewhere(target):
            _check_external(relation, kind, target)
        elif kind in REFUSED_RELATIONS:
            raise FileRefused(REFUSED_RELATIONS[kind])
        elif kind == "package":
            if not self.charted or "chart" not in self.types.get(source, ""):
                raise FileRefused("embedded")
            path = normpath(str(PurePosixPath("/", source).parent / target)).lstrip("/")
            self.chart_data.add(path.lower())

    def _read_chart_data(self, entry: ZipInfo) -> None:
        """The data of a chart is a workbook, under the same rules, without charts of its own."""
        content = BytesIO(b"".join(self.archive.read(entry)))
        try:
            with open_archive(content, self.allowance) as archive:
                _Document(archive, self.allowance, charted=False).check(WORKBOOK)
        except NotThatType as error:
            raise FileRefused("embedded") from error


def _reading_order(entry: ZipInfo) -> tuple[bool, bool]:
    return entry.filename != CONTENT_TYPES, not _is_relations(entry)


def _is_relations(entry: ZipInfo) -> bool:
    return entry.filename.lower().endswith(".rels")


def _source_of(path: str) -> str:
    """The part that ``…/_rels/chart1.xml.rels`` is about, in lower case."""
    rels = PurePosixPath(path.lower())
    return str(rels.parent.parent / rels.stem)


def _is_elsewhere(target: str) -> bool:
    return "://" in target or target.startswith(("\\\\", "//"))


def _check_external(relation: str, kind: str, target: str) -> None:
    """A link waits for a click, and a workbook keeps the values of those it refers to."""
    if kind == "hyperlink" or "externallink" in relation:
        return
    if kind == "attachedtemplate":
        if OWN_DISK.match(target):
            return
        raise FileRefused("external_template")
    raise FileRefused("external_content")


class _Part:
    """What the elements of one part may do, and the fields of Word, which runs cut anywhere.

    A field is open from « begin » to « end », and its instruction is read until « separate ».
    """

    def __init__(self) -> None:
        self.open: list[str | None] = []  # instructions; None in the result of a field

    def rules(self) -> Rules:
        return Rules(
            elements={
                "fldChar": self._mark,
                "fldSimple": lambda found: _check_instruction(found.get("instr", "")),
                "ddeLink": refuse("dde"),
                "oleLink": refuse("external_content"),
                "hlinkClick": _check_click,
                "hlinkHover": _check_click,
                "hlinkMouseOver": _check_click,
            },
            texts={"instrText": self._instruct, "f": check_formula},
        )

    def _mark(self, attributes: Attributes) -> None:
        mark = attributes.get("fldCharType")
        if mark == "begin":
            # An instruction that begins by another field hides its own name.
            if self.open and self.open[-1] is not None and not self.open[-1].strip():
                raise FileRefused("dde")
            self.open.append("")
        elif self.open and mark == "separate":
            _check_instruction(self.open[-1])
            self.open[-1] = None
        elif self.open and mark == "end":
            _check_instruction(self.open.pop())

    def _instruct(self, text: str) -> None:
        if self.open and self.open[-1] is not None:
            self.open[-1] += text
        else:
            _check_instruction(text)

    def close(self) -> None:
        for instruction in self.open:
            _check_instruction(instruction)


def _check_instruction(instruction: str | None) -> None:
    if instruction and DDE.match(instruction):
        raise FileRefused("dde")


def _check_click(attributes: Attributes) -> None:
    """PowerPoint runs a program, or a macro, from what looks like a link."""
    if attributes.get("action", "").startswith(("ppaction://program", "ppaction://macro")):
        raise FileRefused("event_script")
