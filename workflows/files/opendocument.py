"""OpenDocument: LibreOffice's texts, sheets and slides, and what such a file may carry.

Source: OpenDocument 1.3, part 2 (packages: ``mimetype`` first, encryption in the manifest) and
part 3 (scripts and events, DDE, objects).
"""

import re
from pathlib import PurePosixPath
from typing import IO
from zipfile import ZipInfo

from workflows.files.allowance import Allowance
from workflows.files.archives import open_archive
from workflows.files.markup import Attributes, Rules, check_formula, read_part, refuse
from workflows.files.refusals import FileRefused, NotThatType

MANIFEST = "META-INF/manifest.xml"
# LibreOffice leaves the indexes of empty macro libraries behind in documents without macros.
EMPTY_LIBRARY_INDEXES = {"script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml"}
# A click in a presentation turns a page, or opens a link; « execute » and « verb » start programs.
CLICKS = {
    *("none", "previous-page", "next-page", "first-page", "last-page", "last-visited-page"),
    *("hide", "stop", "show", "sound", "fade-out"),
}
SCRIPT_LINK = re.compile(
    r"\s*(?:vnd\.sun\.star\.\w+|macro|script|service|slot|\.uno):", re.IGNORECASE
)
ELSEWHERE = re.compile(r"\s*(?!data:)(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
OWN_DOCTYPE = "-//OpenOffice.org//DTD "


def check_opendocument(stream: IO[bytes], allowance: Allowance, *, media_type: str) -> None:
    """Check that the stream is an OpenDocument file of this media type.

    Raises ``NotThatType``, or ``FileRefused`` with a code of ``open_archive`` or of what the
    document carries.
    """
    with open_archive(stream, allowance) as archive:
        first = min(archive.entries, key=lambda entry: entry.header_offset)
        if first.filename != "mimetype":
            raise NotThatType
        if b"".join(archive.read(first)).strip() != media_type.encode():
            raise NotThatType
        others = [entry for entry in archive.entries if entry is not first]
        if any(_is_macro(entry.filename) for entry in others):
            raise FileRefused("macros")
        # Under a password the rest is no XML: the manifest says so first.
        for entry in sorted(others, key=_reading_order):
            read_part(entry.filename, archive.read(entry), RULES, count=archive.count)


def _reading_order(entry: ZipInfo) -> bool:
    return entry.filename != MANIFEST


def _is_macro(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        path.parts[:1] in (("Basic",), ("Dialogs",), ("Scripts",))
        and not name.endswith("/")
        and path.name not in EMPTY_LIBRARY_INDEXES
    )


def _check_listener(attributes: Attributes) -> None:
    """What happens by itself, or at a click: a macro has no ``action``, or one of the others."""
    if attributes.get("action") not in CLICKS:
        raise FileRefused("event_script")
    _check_link(attributes)


def _check_link(attributes: Attributes) -> None:
    if SCRIPT_LINK.match(attributes.get("href", "")):
        raise FileRefused("event_script")


def _check_source(attributes: Attributes) -> None:
    """What is drawn comes from the document itself."""
    if ELSEWHERE.match(attributes.get("href", "")):
        raise FileRefused("external_content")


def _check_cell(attributes: Attributes) -> None:
    check_formula(attributes.get("formula", ""))


def _own_doctype(public_id: str | None, system_id: str | None, has_subset: bool) -> bool:
    """OpenOffice wrote one in its manifests and lists: a name, without a rule or an address."""
    known = (public_id or "").startswith(OWN_DOCTYPE) and not ELSEWHERE.match(system_id or "")
    return known and not has_subset


RULES = Rules(
    elements={
        **dict.fromkeys(["encryption-data", "encrypted-key"], refuse("encrypted")),
        **dict.fromkeys(["script", "applet"], refuse("event_script")),
        "event-listener": _check_listener,
        **dict.fromkeys(["a", "area-rectangle", "area-circle", "area-polygon"], _check_link),
        **dict.fromkeys(
            ["dde-connection", "dde-connection-decl", "dde-link", "dde-source"], refuse("dde")
        ),
        "object-ole": refuse("embedded"),
        "floating-frame": refuse("external_content"),
        **dict.fromkeys(
            ["auto-reload", "background-image", "fill-image", "image", "object", "plugin"],
            _check_source,
        ),
        "section-source": _check_source,
        "table-cell": _check_cell,
    },
    doctype=_own_doctype,
)
