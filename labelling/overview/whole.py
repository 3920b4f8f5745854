"""A dossier whole: every answer on one page to be printed, and the same with its files as a ZIP."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from directory.charters.enums import PrincipleKey
from labelling.dossiers.accompanied import accompaniments_in
from labelling.dossiers.models import Dossier
from labelling.instruction.links import page_url
from labelling.instruction.models import Assessment
from labelling.instruction.models.recorded import recorded_assessments
from labelling.instruction.reading.criteria import Content
from labelling.instruction.reading.filed import complements_of
from labelling.overview.filed_dossier import filed_in, slot_of_principle
from workflows.correspondence.operations import MESSAGE_SLOT, attachments_of
from workflows.files.zipping import Entry, entry_path, unique
from workflows.models import Attachment

SUMMARY = "Dossier.html"


@dataclass(frozen=True, slots=True)
class Principle:
    """One principle: what the structure gave, and what the instructor found of it, if anything.

    `edit_url` is the page where the structure writes it.
    """

    position: int
    label: str
    content: Content
    assessment: Assessment | None
    edit_url: str

    @property
    def is_assessed(self) -> bool:
        """Whether it has a finding, or awaits one."""
        return self.assessment is not None or not self.content.settled_by


def whole_context(dossier: Dossier, *, findings: bool) -> dict[str, Any]:
    """What `labelling/parts/whole.html` shows, in a fixed number of queries.

    `findings` adds those of the instructor, which are for who instructs and who decides. A page
    that says `editing` besides leads to where each part is changed.

    `missing` names the files that may not leave: under scan, or refused.
    """
    given = filed_in(dossier)
    recorded = recorded_assessments(dossier) if findings else {}
    return {
        "state": dossier.state_info,
        "findings": findings,
        "principles": [
            Principle(
                position,
                str(key.label),
                content,
                recorded.get(key),
                page_url("principle", dossier, key),
            )
            for position, (key, content) in enumerate(
                zip(PrincipleKey, given.contents, strict=True), start=1
            )
        ],
        "complements": complements_of(dossier, given.files),
        "accompaniments": accompaniments_in(dossier),
        "assembly": given.assembly,
        "internal": given.internal,
        "missing": [file for lines in given.files.values() for file in lines if not file.url],
        "today": timezone.localdate(),
    }


def archive_name(dossier: Dossier) -> str:
    """« D-2026-0021 Les Jardins.zip »."""
    return entry_path(f"{dossier.reference or 'Dossier'} {dossier.organisation.name}") + ".zip"


def archive_entries(dossier: Dossier, *, findings: bool) -> list[Entry]:
    """The summary of `dossier`, then its files by what they are there for, those of messages left
    out: whoever reads the dossier may not read these. Nothing is opened yet.
    """
    context = {"dossier": dossier, **whole_context(dossier, findings=findings)}
    words = render_to_string("labelling/whole_file.html", context).encode()
    taken: set[str] = set()
    top = entry_path(archive_name(dossier).removesuffix(".zip"))
    summary = Entry(f"{top}/{SUMMARY}", timezone.now(), len(words), lambda: io.BytesIO(words))
    return [summary, *_files(dossier, top, taken)]


def _files(dossier: Dossier, top: str, taken: set[str]) -> Iterator[Entry]:
    folders = _folders(dossier)
    for attachment in attachments_of(dossier).exclude(slot=MESSAGE_SLOT):
        if attachment.servable:
            folder = folders.get(attachment.slot, "Autres pièces")
            path = unique(entry_path(top, folder, attachment.name), taken)
            yield Entry(path, attachment.uploaded_at, attachment.size, _opener(attachment))


def _opener(attachment: Attachment) -> Any:
    return lambda: attachment.file.open("rb")


def _folders(dossier: Dossier) -> dict[str, str]:
    """By slot, the folder of its files: principles in their order, then the answers."""
    folders = {}
    for position, key in enumerate(PrincipleKey, start=1):
        folders[slot_of_principle(key)] = f"{position} {key.label}"
    for position, asked in enumerate(dossier.complements.order_by("round", "pk"), start=1):
        folders[asked.slot] = f"Complément {position}"
    return folders
