"""Messages and files on a case: written once for every kind of case.

Reading rules are `workflows.access`; what may be attached where is for the app to say, before it
calls these verbs.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from workflows.actors import Actor
from workflows.correspondence.ceilings import check_files, check_messages
from workflows.files import clamav, file_digest, inspection_of, safe_name
from workflows.models import Attachment, Case, Message, ScanStatus, StoredFile
from workflows.outbox.events import Event, emit
from workflows.outbox.retries import try_later

AnyStored = TypeVar("AnyStored", bound=StoredFile)
MESSAGE_SLOT = "message"
SCAN_TIMEOUT = 60.0
# Words and files sent again within this time are one message: a double click, a page sent anew.
SAME_MESSAGE = timedelta(minutes=1)
# How long a page offers to put back what was taken off; the law alone says whether one may.
UNDO_OFFERED = timedelta(hours=1)


def attachments_of(case: Case, slot: str = "") -> "QuerySet[Attachment]":
    """The files on `case`, in `slot` only when given; removed ones left out."""
    found = files_on(case.pk)
    return found.filter(slot=slot) if slot else found


def files_on(case_id: Any) -> "QuerySet[Attachment]":
    """The files on the case of that key; removed ones left out."""
    return Attachment.objects.filter(case_id=case_id, removed_at__isnull=True)


def attach(case: Case, *, upload: UploadedFile[Any], **given: Any) -> Attachment:
    """Keep one file on `case`, as `attach_all` does."""
    return attach_all(case, uploads=[upload], **given)[0]


@transaction.atomic
def attach_all(
    case: Case,
    *,
    slot: str,
    uploads: Sequence[UploadedFile[Any]],
    by: Any,
    message: Message | None = None,
    at: datetime | None = None,
) -> list[Attachment]:
    """Keep `uploads` on `case`, each with its real type and its SHA-256, and have them scanned.

    All or none. Raises FileRefused, in French, for one that is not what it claims, or carries what
    may harm; Refused when the case has received too much in a day.
    """
    at = at or timezone.now()
    sizes = [inspection_of(upload).size for upload in uploads]
    _lock(case)
    check_files(case.pk, sizes, at)
    return [
        keep(Attachment(case_id=case.pk, slot=slot, message=message), upload=upload, by=by, at=at)
        for upload in uploads
    ]


@transaction.atomic
def keep(
    stored: AnyStored, *, upload: UploadedFile[Any], by: Any, at: datetime | None = None
) -> AnyStored:
    """Save `stored`, which says what the file is there for, with `upload`, and have it scanned.

    Raises FileRefused, in French, for one that is not what it claims, or carries what may harm.
    """
    inspection = inspection_of(upload)
    stored.file = upload
    stored.name, stored.size = inspection.name, inspection.size
    stored.sha256, stored.media_type = inspection.sha256, inspection.media_type
    stored.uploaded_by, stored.uploaded_at = by, at or timezone.now()
    stored.scan = ScanStatus.PENDING if settings.OSE_CLAMAV_ADDRESS else ScanStatus.UNSCANNED
    stored.save(force_insert=True)
    if settings.OSE_CLAMAV_ADDRESS:
        scan_attachment.enqueue(stored.pk, model=stored._meta.label_lower)
    return stored


def _lock(case: Case) -> None:
    """Of two people who write on `case` at once, the second sees what the first wrote."""
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def remove_attachment(attachment: Attachment) -> None:
    """Take a file off the case; its bytes and its row stay as evidence."""
    attachment.removed_at = timezone.now()
    attachment.save(update_fields=["removed_at"])


def restore_attachment(attachment: Attachment) -> bool:
    """Put back a file that was taken off; False when it is back already."""
    off = Attachment.objects.filter(pk=attachment.pk, removed_at__isnull=False)
    if not off.update(removed_at=None):
        return False
    attachment.removed_at = None
    return True


def taken_off(case: Case, slot: str = "") -> "QuerySet[Attachment]":
    """The sound files lately taken off `case`, in `slot` only when given, in that order."""
    since = timezone.now() - UNDO_OFFERED
    found = Attachment.objects.filter(case_id=case.pk, removed_at__gte=since)
    found = found.exclude(scan=ScanStatus.INFECTED)
    return (found.filter(slot=slot) if slot else found).order_by("removed_at", "pk")


@transaction.atomic
def post_message(
    case: Case,
    *,
    author: Any,
    body: str,
    uploads: Sequence[UploadedFile[Any]] = (),
    at: datetime | None = None,
) -> Message:
    """Write a message on `case`, with files; the others who may read the case are told.

    The same words and files by the same author, within SAME_MESSAGE, give back the message that
    is already there. Raises as `attach_all`, and Refused when the author has written too many in
    a day.
    """
    at = at or timezone.now()
    body = body.strip()
    _lock(case)
    just_sent = Message.objects.filter(
        case_id=case.pk,
        author=author,
        body=body,
        sent_at__range=(at - SAME_MESSAGE, at + SAME_MESSAGE),
    )
    for known in just_sent.prefetch_related("attachments"):
        if _holds(known, uploads):
            return known
    check_messages(case.pk, author, at)
    message = Message.objects.create(case_id=case.pk, author=author, body=body, sent_at=at)
    attach_all(case, slot=MESSAGE_SLOT, uploads=uploads, by=author, message=message, at=at)
    emit(Event.of(message, "post", actor=Actor.of(author)))
    return message


def _holds(message: Message, uploads: Sequence[UploadedFile[Any]]) -> bool:
    """Whether the files of `message` are `uploads`, by names and bytes."""
    held = sorted((file.name, file.sha256) for file in message.attachments.all())
    return held == sorted((safe_name(upload.name or ""), file_digest(upload)) for upload in uploads)


@task(queue_name="scan")
def scan_attachment(
    attachment_id: int, attempt: int = 1, model: str = Attachment._meta.label_lower
) -> None:
    """Ask ClamAV about one file of `model`, a table of stored files.

    While it does not answer the file waits, and we ask again. After the last attempt the task is
    left FAILED, where an operator sees it.
    """
    attachment = apps.get_model(model)._default_manager.get(pk=attachment_id)
    try:
        with attachment.file.open("rb") as stream:
            result = clamav.scan(stream, settings.OSE_CLAMAV_ADDRESS, SCAN_TIMEOUT)
    except clamav.ScannerUnavailable:
        asked = {"attachment_id": attachment_id, "model": model}
        if not try_later(scan_attachment, attempt=attempt, **asked):
            raise
        return
    attachment.scan = ScanStatus.CLEAN if result.clean else ScanStatus.INFECTED
    attachment.save(update_fields=["scan"])
