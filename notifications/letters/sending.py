"""The e-mails of an event: a row for each person, sent in the order of what happened.

One pump (`send_waiting`) sends all that waits, oldest first. Whoever claims a row counts an attempt
on it and sends; see docs/decisions/0053 for what becomes of it when the worker dies in between.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import groupby

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_tasks import task

from notifications.addresses.enums import Finding
from notifications.addresses.operations import MAILER, flag_address
from notifications.letters.digests.gathering import letter_of_week, lines_of
from notifications.letters.enums import DeliveryStatus
from notifications.letters.failures import Failure, failure_of, not_written
from notifications.letters.models import Delivery, Digest
from notifications.letters.rechecking import NOT_CONCERNED, Moot, Unreadable, concerned_by, pace_for
from notifications.letters.writing import letter_to, stop_url
from notifications.preferences.enums import Pace
from notifications.words import Words, words_of
from workflows.background.leases import lives
from workflows.background.outages import DATABASE_LOST
from workflows.background.worker import at_work
from workflows.mail.letters import Letter
from workflows.outbox.events import Event, Target, emit
from workflows.outbox.notices import Addressee, Notice

logger = logging.getLogger(__name__)

BATCH = 50  # letters between two looks at what they say, and to whom
LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=72)
AWAITS_ADDRESS = "L’adresse de cette personne est signalée\u00a0: il part dès qu’elle est corrigée."


class MailServerDown(Exception):
    """The mail server cannot be reached, says nothing, or hung up."""


def prepare_letters(addressees: Iterable[Addressee], target: Target) -> None:
    """Write the letters of an event that are not there yet, to be sent by a queue of their own."""
    now, event = timezone.now(), target.event
    rows = [
        Delivery(
            user=one.user,
            event_key=event.key,
            event=asdict(event),
            case_id=target.case_id,
            made_at=now,
        )
        for one in addressees
        if one.notice.email
    ]
    if not rows:
        return
    with transaction.atomic():
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
        send_waiting.enqueue()


@task(queue_name="mail")
def send_waiting() -> None:
    """Send all that waits, oldest first, to those whom it still concerns, as things are by then.

    What may have left, because its worker died, is « incertain », and is not sent again by itself.
    """
    _put_aside_the_uncertain()
    try:
        while not Delivery.objects.blocking(timezone.now()).exists():
            waiting = Delivery.objects.due(timezone.now()).select_related("user")[:BATCH]
            if not waiting:
                return
            for _, rows in groupby(waiting, key=lambda row: row.event_key):
                _send_event(list(rows))
    except MailServerDown:
        logger.warning("the mail server is down: all that waits, waits")


def _put_aside_the_uncertain() -> None:
    """The attempts that nobody makes any more: of a worker that died, or ours, cut short."""
    me = at_work()
    for row in Delivery.objects.filter(status=DeliveryStatus.SENDING).order_by("pk"):
        if row.held_by == me or not lives(row.held_by):
            said = "L’envoi a été interrompu\u00a0: le message est peut-être parti."
            _close(row, Failure(DeliveryStatus.UNCERTAIN, said))


def _send_event(rows: list[Delivery]) -> None:
    """Send these letters of one event, or note why not; raises MailServerDown."""
    if rows[0].event["model"] == Digest._meta.label_lower:
        return _send_digest(rows[0])
    try:
        target, concerned = concerned_by(rows[0].event, [row.user_id for row in rows])
    except Moot as moot:
        return _skip(rows, str(moot))
    except Unreadable as error:
        return _break(rows, str(error))
    words = cache(partial(words_of, target=target))
    for row in rows:
        one = concerned.get(row.user_id)
        if one is None:
            _skip([row], NOT_CONCERNED)
        else:
            _tell(row, one, target, words)
    return None


def _tell(row: Delivery, one: Addressee, target: Target, words: Callable[[Notice], Words]) -> None:
    """Send it, or set it aside; raises MailServerDown."""
    row.user = one.user  # as it is now: a letter before may have found that its address fails
    try:
        pace = pace_for(one, target)
    except Moot as moot:
        return _skip([row], str(moot))
    if pace == Pace.WEEKLY:
        return _set_aside(row, DeliveryStatus.GATHERED)
    if row.user.is_unreachable:
        return _set_aside(row, DeliveryStatus.HELD, AWAITS_ADDRESS)
    _send(row, partial(_letter, row, one.notice, words))
    return None


def _send_digest(row: Delivery) -> None:
    """Send the letter of a week, unless nothing is left to tell; raises MailServerDown."""
    digest = Digest.objects.select_related("user").get(pk=row.event["pk"])
    row.user = digest.user
    if row.user.is_unreachable:
        return _set_aside(row, DeliveryStatus.HELD, AWAITS_ADDRESS)
    lines = lines_of(digest)
    if not lines:
        return _skip([row], "Plus rien n’était à dire.")
    if _send(row, partial(letter_of_week, row.user, lines, row.event_key)):
        digest.told.gathered().update(status=DeliveryStatus.SENT, sent_at=timezone.now())
    return None


def _set_aside(row: Delivery, status: DeliveryStatus, why: str = "") -> None:
    """Leave it for something else to have it told: a Monday, an address."""
    mine = Delivery.objects.waiting().filter(pk=row.pk, tries=row.tries)
    mine.update(status=status, problem=why, retry_at=None, server_down=False)


def _letter(row: Delivery, notice: Notice, words: Callable[[Notice], Words]) -> Letter:
    """What says the event to this person, who may stop its like where that may be."""
    stop = stop_url(row.user, notice.category)
    return letter_to(row.user, words(notice), row.event_key, stop_url=stop)


def _send(row: Delivery, letter: Callable[[], Letter]) -> bool:
    """Write the letter and send it, unless another does; whether this did.

    Raises MailServerDown, after noting that this one waits.
    """
    try:
        message = letter().message_to(row.user.email)
        message.message()
    except DATABASE_LOST:
        raise
    except Exception as error:
        logger.exception("e-mail %s to user %s cannot be written", row.event_key, row.user_id)
        _break([row], not_written(error))
        return False
    if not _claim(row, message):
        return False
    try:
        message.send()
    except OSError as error:  # SMTPException is one
        logger.warning("e-mail %s to user %s failed", row.event_key, row.user_id, exc_info=True)
        _note_failure(row, failure_of(error))
        return False
    return _end(row, DeliveryStatus.SENT, sent_at=timezone.now())


def _note_failure(row: Delivery, failure: Failure) -> None:
    """Settle it or have it tried again later; raises MailServerDown when it is the server's."""
    now = timezone.now()
    since = row.attempted_since or now
    if failure.status == DeliveryStatus.DELAYED and since <= now - GIVE_UP_AFTER:
        _close(row, Failure(DeliveryStatus.GIVEN_UP, failure.problem))
        if failure.server_down:
            _give_up_the_old(now, failure.problem)
    else:
        _close(row, failure)
    if failure.server_down:
        raise MailServerDown


def _give_up_the_old(now: datetime, problem: str) -> None:
    """Ask nothing more for all that has waited too long behind one that was tried for as long; the
    next one says when to try again."""
    old = Delivery.objects.waiting().filter(made_at__lte=now - GIVE_UP_AFTER)
    old.update(status=DeliveryStatus.GIVEN_UP, problem=problem, retry_at=None, server_down=False)
    following = Delivery.objects.due(now).first()
    if following is not None and _claim(following):
        _close(following, Failure(DeliveryStatus.DELAYED, problem, server_down=True))


def _claim(row: Delivery, message: EmailMessage | None = None) -> bool:
    """Take this letter for oneself; False when it is settled or in other hands.

    `message`: as it is about to be sent.
    """
    now, me = timezone.now(), at_work()
    sent = (
        {"message_id": message.extra_headers["Message-ID"], "sent_to": message.to[0].lower()}
        if message
        else {}
    )
    taken = Delivery.objects.waiting().filter(pk=row.pk, tries=row.tries)
    if not taken.update(
        status=DeliveryStatus.SENDING,
        tries=F("tries") + 1,
        held_by=me,
        attempted_at=now,
        attempted_since=Coalesce("attempted_since", Value(now)),
        **sent,
    ):
        return False
    row.tries += 1
    row.attempted_since = row.attempted_since or now
    return True


def _close(row: Delivery, failure: Failure) -> None:
    """Write how the attempt ended, unless another was made since; tell the CRESS, or try later."""
    later = None
    if failure.status == DeliveryStatus.DELAYED:
        later = timezone.now() + pause(row.tries)
    with transaction.atomic():
        if not _end(row, failure.status, failure.problem, failure.server_down, retry_at=later):
            return
        if later:
            send_waiting.using(run_after=later).enqueue()
        else:
            tell_the_cress(row, failure.status)
            if failure.of_the_address:
                flag_address(
                    row.user, row.user.email, finding=Finding.REFUSED, problem=failure.problem
                )


def _end(
    row: Delivery,
    status: DeliveryStatus,
    problem: str = "",
    server_down: bool = False,
    **moments: datetime | None,
) -> bool:
    """Write how the attempt ended; False when another was made since."""
    dated = {"retry_at": None, "sent_at": None} | moments
    written = row.held().update(status=status, problem=problem, server_down=server_down, **dated)
    return bool(written)


def pause(tries: int) -> timedelta:
    """How long to wait after so many attempts: two minutes, doubled up to an hour."""
    return min(timedelta(minutes=2 ** min(tries, 10)), LONGEST_PAUSE)


def tell_the_cress(row: Delivery, status: DeliveryStatus) -> None:
    """Once for all the letters of an event that have the same trouble."""
    same = Delivery.objects.filter(event_key=row.event_key, status=status).exclude(pk=row.pk)
    if not same.exists():
        emit(Event.of(row, "trouble", actor=MAILER))


def _skip(rows: list[Delivery], why: str) -> None:
    """Note that these letters are not to be sent."""
    for row in _taken(rows):
        _end(row, DeliveryStatus.SKIPPED, why)


def _break(rows: list[Delivery], why: str) -> None:
    for row in _taken(rows):
        _close(row, Failure(DeliveryStatus.BROKEN, why))


def _taken(rows: list[Delivery]) -> Iterator[Delivery]:
    return (row for row in rows if _claim(row))
