"""Sending an e-mail once: a row claimed by its unique key, kept until it is settled."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.db.models import Q
from django.utils import timezone

from notifications.enums import Channel, DeliveryStatus
from notifications.letters import Words, letter_to
from notifications.models import Delivery

logger = logging.getLogger(__name__)

# An attempt older than this died with its worker (an SMTP exchange times out well before).
LEASE = timedelta(minutes=5)
# The server has answered: it will not have this letter now, and the next may fare better.
REFUSALS = (SMTPResponseException, SMTPRecipientsRefused)
SETTLED = (DeliveryStatus.SENT, DeliveryStatus.SKIPPED)


class MailServerDown(Exception):
    """The mail server cannot be reached, says nothing, or hung up."""


def post(user: Any, words: Words, key: str) -> bool:
    """Send `words` to `user` unless that is done; False when it must be tried again later.

    Raises MailServerDown, after noting that this one is to be tried again too.
    """
    delivery = _claim(user, key)
    if delivery is None:
        return _settled(user, key)
    try:
        letter_to(user, words, key).send()
    except OSError as error:  # SMTPException is one
        logger.warning("e-mail %s to user %s failed", key, user.pk, exc_info=True)
        _close(delivery, DeliveryStatus.FAILED)
        if isinstance(error, REFUSALS):
            return False
        raise MailServerDown from error
    _close(delivery, DeliveryStatus.SENT)
    return True


def skip(user: Any, key: str) -> None:
    """Note that this e-mail is not to be sent: unwanted, or asking for what is done."""
    delivery = _claim(user, key)
    if delivery is not None:
        _close(delivery, DeliveryStatus.SKIPPED)


def _claim(user: Any, key: str) -> Delivery | None:
    """Take this delivery for oneself; None when it is settled or in other hands."""
    now = timezone.now()
    delivery, created = Delivery.objects.get_or_create(
        user=user,
        event_key=key,
        channel=Channel.EMAIL,
        defaults={"status": DeliveryStatus.SENDING, "attempted_at": now},
    )
    if created:
        return delivery
    free = Q(status=DeliveryStatus.FAILED) | Q(
        status=DeliveryStatus.SENDING, attempted_at__lt=now - LEASE
    )
    taken = Delivery.objects.filter(free, pk=delivery.pk).update(
        status=DeliveryStatus.SENDING, attempted_at=now
    )
    return delivery if taken else None


def _settled(user: Any, key: str) -> bool:
    return Delivery.objects.filter(
        user=user, event_key=key, channel=Channel.EMAIL, status__in=SETTLED
    ).exists()


def _close(delivery: Delivery, status: DeliveryStatus) -> None:
    delivery.status = status
    delivery.sent_at = timezone.now() if status == DeliveryStatus.SENT else None
    delivery.save(update_fields=["status", "sent_at"])
