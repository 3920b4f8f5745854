"""The e-mails of an event, each sent once: a row claimed by its unique key until it is settled."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cache, partial
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from notifications.letters.enums import Channel, DeliveryStatus
from notifications.letters.models import Delivery
from notifications.letters.writing import letter_to
from notifications.preferences.models import Preference
from notifications.words import Words, words_of
from workflows.outbox.events import Event, Target
from workflows.outbox.notices import Addressee, Notice, addressees_of
from workflows.outbox.retries import try_later

logger = logging.getLogger(__name__)

# An attempt older than this died with its worker (an SMTP exchange times out well before).
LEASE = timedelta(minutes=5)
# The server has answered: it will not have this letter now, and the next may fare better.
REFUSALS = (SMTPResponseException, SMTPRecipientsRefused)
SETTLED = (DeliveryStatus.SENT, DeliveryStatus.SKIPPED)


class MailServerDown(Exception):
    """The mail server cannot be reached, says nothing, or hung up."""


class DeliveryIncomplete(Exception):
    """E-mails that did not leave, after the last attempt."""


@task(queue_name="mail")
def send_letters(event: dict[str, Any], attempt: int = 1) -> None:
    """Send the e-mails of an event that have not left; later and later while some have not.

    Of the object as it is by then: what was asked may be done. After the last attempt the task is
    left FAILED, where an operator sees it.
    """
    target = Target.of(Event(**event))
    if _settle_all([one for one in addressees_of(target) if one.notice.email], target):
        return
    if not try_later(send_letters, attempt=attempt, event=event):
        raise DeliveryIncomplete(target.event.key)


def _settle_all(addressees: Iterable[Addressee], target: Target) -> bool:
    """Send each or skip it; False when some must be tried again.

    A server that says nothing is not asked once more for each person.
    """
    words = cache(partial(words_of, target=target))
    try:
        settled = [_settle(addressee, target, words) for addressee in addressees]
    except MailServerDown:
        return False
    return all(settled)


def _settle(addressee: Addressee, target: Target, words: Callable[[Notice], Words]) -> bool:
    """Send the e-mail, or note why not; False when it must be tried again."""
    user, notice, key = addressee.user, addressee.notice, target.event.key
    if not notice.holds(target) or Preference.objects.refused(user, notice.category):
        skip_letter(user, key)
        return True
    return send_once(user, words(notice), key)


def send_once(user: Any, words: Words, key: str) -> bool:
    """Send `words` to `user` unless that is done; False when it must be tried again later.

    Raises MailServerDown, after noting that this one is to be tried again too.
    """
    delivery = _claim(user, key)
    if delivery is None:
        return _settled(user, key)
    try:
        letter_to(user, words, key).message_to(user.email).send()
    except OSError as error:  # SMTPException is one
        logger.warning("e-mail %s to user %s failed", key, user.pk, exc_info=True)
        _close(delivery, DeliveryStatus.FAILED)
        if isinstance(error, REFUSALS):
            return False
        raise MailServerDown from error
    _close(delivery, DeliveryStatus.SENT)
    return True


def skip_letter(user: Any, key: str) -> None:
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
