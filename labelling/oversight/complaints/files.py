"""The files of a complaint: under a name of ours, and without what they said of their author."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db.models import Count

from labelling.oversight.complaints.models import ComplaintFile, Entry
from workflows.correspondence.operations import keep
from workflows.files import file_digest, inspection_of
from workflows.files.stripping import stripped

AnyUpload = UploadedFile[Any]


def without_author(upload: AnyUpload) -> SimpleUploadedFile:
    """A copy that says nothing of whoever made it, its name included.

    Raises FileRefused, in French, for a type that we do not know how to strip.
    """
    inspection = inspection_of(upload)
    upload.seek(0)
    content = stripped(upload.read(), inspection.extension)
    upload.seek(0)
    name = f"piece.{inspection.extension}"
    return SimpleUploadedFile(name, content, content_type=inspection.media_type)


def digests_of(uploads: Sequence[AnyUpload]) -> tuple[str, ...]:
    """The SHA-256 of each, in their order."""
    return tuple(file_digest(upload) for upload in uploads)


def number_of_files(complaint_id: int) -> int:
    found = ComplaintFile.objects.filter(entry__complaint=complaint_id)
    number: int = found.aggregate(number=Count("pk"))["number"]
    return number


def keep_files(entry: Entry, copies: Sequence[AnyUpload], *, at: datetime) -> None:
    """Keep `copies`, stripped already, with `entry`: « Pièce 3.pdf », by their order alone."""
    first = number_of_files(entry.complaint_id) + 1
    for rank, copy in enumerate(copies, start=first):
        extension = (copy.name or "").rpartition(".")[2]
        copy.name = f"Pièce {rank}.{extension}"
        keep(ComplaintFile(entry=entry), upload=copy, by=None, at=at)
