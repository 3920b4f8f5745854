"""What one case takes in a day: nobody fills the disk, or someone else's day, through one case.

Asked under the lock of the case's row, so that two at once do not pass together. A day is the
last 24 hours. The figures are settings, `OSE_CASE_…_A_DAY`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Sum

from workflows.files import megabytes
from workflows.models import Attachment, Message
from workflows.verdicts import Refused, Unmet

DAY = timedelta(days=1)


def check_files(case_id: int, sizes: Sequence[int], at: datetime) -> None:
    """Refuse files of these `sizes`, in bytes, when the case would have received too much.

    Those taken off since count too: their bytes stay. Raises Refused beside `uploads`.
    """
    lately = Attachment.objects.filter(case_id=case_id, uploaded_at__gt=at - DAY)
    found = lately.aggregate(files=Count("pk"), bytes=Sum("size", default=0))
    if found["files"] + len(sizes) > settings.OSE_CASE_FILES_A_DAY:
        raise _refused(
            "too_many_files_a_day",
            f"La limite est de {settings.OSE_CASE_FILES_A_DAY} pièces par jour. Envoyez celles-ci "
            "demain.",
            field="uploads",
        )
    if found["bytes"] + sum(sizes) > settings.OSE_CASE_BYTES_A_DAY:
        raise _refused(
            "too_many_bytes_a_day",
            f"La limite est de {megabytes(settings.OSE_CASE_BYTES_A_DAY)} de pièces par jour. "
            "Allégez celles-ci, ou envoyez-les demain.",
            field="uploads",
        )


def check_messages(case_id: int, author: Any, at: datetime) -> None:
    """Refuse one more message by `author` when the case has many of theirs already.

    Raises Refused beside `body`.
    """
    lately = Message.objects.filter(case_id=case_id, author=author, sent_at__gt=at - DAY)
    if lately.count() >= settings.OSE_CASE_MESSAGES_A_DAY:
        raise _refused(
            "too_many_messages_a_day",
            f"Vous avez envoyé {settings.OSE_CASE_MESSAGES_A_DAY} messages en un jour, c’est la "
            "limite. Envoyez celui-ci demain.",
            field="body",
        )


def _refused(code: str, message: str, *, field: str) -> Refused:
    return Refused("Cet envoi dépasse une limite.", unmet=[Unmet(code, message, field=field)])
