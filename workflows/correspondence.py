"""Messages and files on a case: written once for every kind of case.

Reading rules are `workflows.access`; what may be attached where is for the app to say, before it
calls these verbs.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from workflows.ceilings import check_files, check_messages
from workflows.files import clamav, file_digest, inspection_of, safe_name
from workflows.models import Attachment, Case, Message, ScanStatus
from workflows.outbox import Event, emit
from workflows.retries import try_later

MESSAGE_SLOT = "message"
SCAN_TIMEOUT = 60.0
# Words and files sent again within this time are one message: a double click, a page sent anew.
SAME_MESSAGE = timedelta(minutes=1)


def attachments_of(case: Case, slot: str = "") -> "QuerySet[Attachment]":
    """The files on `case`, in `slot` only when given; removed ones left out."""
    found = Attachment.objects.filter(case_id=case.pk, removed_at__isnull=True)
    return found.filter(slot=slot) if slot else found


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
    found = [inspection_of(upload) for upload in uploads]
    _lock(case)
    check_files(case.pk, [inspection.size for inspection in found], at)
    scanned = bool(settings.OSE_CLAMAV_ADDRESS)
    kept = [
        Attachment.objects.create(
            case_id=case.pk,
            slot=slot,
            message=message,
            file=upload,
            name=inspection.name,
            size=inspection.size,
            sha256=inspection.sha256,
            media_type=inspection.media_type,
            uploaded_by=by,
            uploaded_at=at,
            scan=ScanStatus.PENDING if scanned else ScanStatus.UNSCANNED,
        )
        for upload, inspection in zip(uploads, found, strict=True)
    ]
    if scanned:
        for attachment in kept:
            scan_attachment.enqueue(attachment.pk)
    return kept


def _lock(case: Case) -> None:
    """Of two people who write on `case` at once, the second sees what the first wrote."""
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def remove_attachment(attachment: Attachment) -> None:
    """Take a file off the case; its bytes and its row stay as evidence."""
    attachment.removed_at = timezone.now()
    attachment.save(update_fields=["removed_at"])


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
    emit(
        Event(
            name="message.post",
            model=Message._meta.label_lower,
            pk=message.pk,
            history_id=0,
            state="",
            actor=f"user:{author.pseudonym}",
        )
    )
    return message


def _holds(message: Message, uploads: Sequence[UploadedFile[Any]]) -> bool:
    """Whether the files of `message` are `uploads`, by names and bytes."""
    held = sorted((file.name, file.sha256) for file in message.attachments.all())
    return held == sorted((safe_name(upload.name or ""), file_digest(upload)) for upload in uploads)


@task(queue_name="scan")
def scan_attachment(attachment_id: int, attempt: int = 1) -> None:
    """Ask ClamAV about one file; while it does not answer the file waits, and we ask again.

    After the last attempt the task is left FAILED, where an operator sees it.
    """
    attachment = Attachment.objects.get(pk=attachment_id)
    try:
        with attachment.file.open("rb") as stream:
            result = clamav.scan(stream, settings.OSE_CLAMAV_ADDRESS, SCAN_TIMEOUT)
    except clamav.ScannerUnavailable:
        if not try_later(scan_attachment, attempt=attempt, attachment_id=attachment_id):
            raise
        return
    attachment.scan = ScanStatus.CLEAN if result.clean else ScanStatus.INFECTED
    attachment.save(update_fields=["scan"])
