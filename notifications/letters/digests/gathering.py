"""What the letter of a week says: what is still true of it the moment it leaves."""

import logging
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse

from notifications.letters.enums import DeliveryStatus
from notifications.letters.failures import not_written
from notifications.letters.models import Delivery, Digest
from notifications.letters.rechecking import NOT_CONCERNED, Moot, Unreadable, concerned_by, pace_for
from notifications.letters.writing import stop_url
from notifications.words import Words, words_of
from workflows.background.outages import DATABASE_LOST
from workflows.mail.letters import Letter
from workflows.mail.source import draft_of
from workflows.outbox.notices import Category
from workflows.presentation.lines import one_line

logger = logging.getLogger(__name__)
TEMPLATE = "notifications/digest.txt"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing told in the letter of a week."""

    category: Category
    words: Words


def lines_of(digest: Digest) -> list[Line]:
    """What is still to be told, by category, in the order of what happened.

    What is not is settled by this: « sans objet », or « impossible à écrire ».
    """
    order = list(Category)
    gathered = digest.told.gathered().order_by("pk")
    lines = [line for row in gathered if (line := _line(row))]
    return sorted(lines, key=lambda line: order.index(line.category))


def _line(row: Delivery) -> Line | None:
    try:
        target, concerned = concerned_by(row.event, [row.user_id])
        one = concerned.get(row.user_id)
        if one is None:
            raise Moot(NOT_CONCERNED)
        pace_for(one, target)
        return Line(one.notice.category, words_of(one.notice, target))
    except Moot as moot:
        _settle(row, DeliveryStatus.SKIPPED, str(moot))
    except Unreadable as error:
        _settle(row, DeliveryStatus.BROKEN, str(error))
    except DATABASE_LOST:
        raise
    except Exception as error:
        logger.exception("%s cannot be told to user %s", row.event_key, row.user_id)
        _settle(row, DeliveryStatus.BROKEN, not_written(error))
    return None


def _settle(row: Delivery, status: DeliveryStatus, why: str) -> None:
    Delivery.objects.gathered().filter(pk=row.pk).update(status=status, problem=why)


def letter_of_week(user: Any, lines: list[Line], key: str) -> Letter:
    """The letter that tells `lines`, one at least, to `user`."""
    parts = [
        (category.label, [line.words for line in told])
        for category, told in groupby(lines, key=lambda line: line.category)
    ]
    page = reverse("notifications:list")
    draft = draft_of(TEMPLATE, {"parts": parts, "count": len(lines), "page": page})
    subject, _, text = draft.text.partition("\n")
    return Letter(
        subject=one_line(subject),
        text=text.strip(),
        key=f"{key}/{user.pseudonym}",
        action=draft.action,
        first_name=user.first_name,
        choose_url=reverse("notifications:preferences"),
        stop_url=stop_url(user, *{line.category for line in lines}),
    )
