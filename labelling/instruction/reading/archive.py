"""An application and its files as one ZIP: a page to read first, then each file in its folder."""

import io
from collections.abc import Iterator, Mapping
from typing import IO

from django.utils import timezone

from labelling.instruction.models import Application
from workflows.correspondence.operations import MESSAGE_SLOT, attachments_of
from workflows.files.zipping import Entry, entry_path, unique
from workflows.models import Attachment

SUMMARY = "Dossier.html"
ELSEWHERE = "Autres pièces"


def archive_name(application: Application) -> str:
    """« D-2026-0021 Les Jardins.zip »."""
    return f"{_top(application)}.zip"


def archive_entries(
    application: Application, *, summary: str, folders: Mapping[str, str]
) -> list[Entry]:
    """The page `summary`, then its files by what they are there for; nothing is opened yet.

    `folders` names by slot the folder of its files, those of complements left out: they are the
    same for all kinds. Files of messages stay: whoever reads the application may not read these.
    """
    words = summary.encode()
    top = _top(application)
    first = Entry(f"{top}/{SUMMARY}", timezone.now(), len(words), lambda: io.BytesIO(words))
    return [first, *_files(application, top, {**folders, **_folders_of_complements(application)})]


def _top(application: Application) -> str:
    return entry_path(f"{application.reference or 'Dossier'} {application.organisation.name}")


def _files(application: Application, top: str, folders: Mapping[str, str]) -> Iterator[Entry]:
    taken: set[str] = set()
    for attachment in attachments_of(application).exclude(slot=MESSAGE_SLOT):
        if attachment.servable:
            path = entry_path(top, folders.get(attachment.slot, ELSEWHERE), attachment.name)
            yield _entry(unique(path, taken), attachment)


def _entry(path: str, attachment: Attachment) -> Entry:
    def opened() -> IO[bytes]:
        file: IO[bytes] = attachment.file.open("rb")
        return file

    return Entry(path, attachment.uploaded_at, attachment.size, opened)


def _folders_of_complements(application: Application) -> dict[str, str]:
    asked = application.complements.order_by("round", "pk")
    return {item.slot: f"Complément {rank}" for rank, item in enumerate(asked, start=1)}
