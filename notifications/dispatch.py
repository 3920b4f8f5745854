"""What happens to an event after commit: bells and pings, then e-mails, in a queue of their own.

Delivery is at least once, so every step here may run again: rows are found by their unique keys.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone
from django_tasks import task

from notifications.catalogue import Notice, notices_for
from notifications.letters import Words, words_of
from notifications.live import bell_group, case_group
from notifications.models import Notification, Preference
from notifications.posting import MailServerDown, post, skip
from notifications.targets import case_id_of, object_of, still_asked
from workflows.live.pings import ping
from workflows.outbox.events import Event, event_foreseen, event_published
from workflows.outbox.retries import try_later


class DeliveryIncomplete(Exception):
    """E-mails that did not leave, after the last attempt."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """One notice to one person. `current`: what it asks, if it asks, is still to do."""

    user: Any
    notice: Notice
    words: Words
    current: bool


@receiver(event_published, dispatch_uid="notifications.on_event")
def on_event(sender: type[Event], event: Event, **kwargs: Any) -> None:
    """Tell of `event` those whom the catalogue names, and give its receipt to who did it.

    Bells and pings now; the e-mails by `send_letters`. KeyError for an event that the catalogue
    does not know.
    """
    subject = object_of(event)
    addressed = list(address(notices_for(event.name), subject, event))
    ring([item for item in addressed if item.current], event)
    wake(addressed, subject, event)
    if any(item.notice.email for item in addressed):
        send_letters.enqueue(event=asdict(event))


@receiver(event_foreseen, dispatch_uid="notifications.foresee")
def foresee(sender: type[Event], event: Event, subject: Any, **kwargs: Any) -> list[str]:
    """Whom `on_event` would tell."""
    notices = notices_for(event.name)
    return [str(user) for notice in notices for user in concerned(notice, subject, event)]


@task(queue_name="mail")
def send_letters(event: dict[str, Any], attempt: int = 1) -> None:
    """Send the e-mails of an event that have not left; later and later while some have not.

    A server that says nothing is not asked once more for each person. After the last attempt the
    task is left FAILED, where an operator sees it.
    """
    told = Event(**event)
    addressed = address(notices_for(told.name), object_of(told), told)
    try:
        unsent = [item for item in addressed if not send(item, told)]
        if not unsent:
            return
    except MailServerDown:
        pass
    if not try_later(send_letters, attempt=attempt, event=event):
        raise DeliveryIncomplete(told.key)


def address(notices: Sequence[Notice], subject: Any, event: Event) -> Iterator[Addressed]:
    """Each person once, with the first notice that concerns them."""
    told: set[Any] = set()
    for notice in notices:
        users = [user for user in concerned(notice, subject, event) if user.pk not in told]
        if not users:
            continue
        told.update(user.pk for user in users)
        words = words_of(notice, subject, event)
        current = not notice.asks or still_asked(subject, event)
        yield from (Addressed(user, notice, words, current) for user in users)


def concerned(notice: Notice, subject: Any, event: Event) -> Any:
    """The people told: whoever acted gets the receipt, the others the rest."""
    users = notice.users(subject)
    kind, _, pseudonym = event.actor.partition(":")
    acted = Q(pseudonym=pseudonym) if kind == "user" else Q(pk__in=[])
    return users.filter(acted if notice.receipt else ~acted).order_by("pk").distinct()


def ring(addressed: Sequence[Addressed], event: Event) -> None:
    """Write the bells that are not there yet, in one statement."""
    now = timezone.now()
    Notification.objects.bulk_create(
        [
            Notification(
                user=item.user,
                event_key=event.key,
                title=item.words.subject[:200],
                body=item.words.summary,
                url=item.words.url,
                created_at=now,
            )
            for item in addressed
        ],
        ignore_conflicts=True,
    )


def wake(addressed: Sequence[Addressed], subject: Any, event: Event) -> None:
    """Ping the bells of those told, and the pages open on the case."""
    groups = [bell_group(item.user.pk) for item in addressed]
    case_id = case_id_of(subject)
    if case_id is not None:
        groups.append(case_group(case_id))
    for group in groups:
        ping(group, kind=event.model, pk=event.pk, state=event.state)


def send(item: Addressed, event: Event) -> bool:
    """Send the e-mail, or note why not; False when it must be tried again.

    Raises MailServerDown when the others would fare no better.
    """
    if not item.notice.email:
        return True
    if not item.current or refused(item):
        skip(item.user, event.key)
        return True
    return post(item.user, item.words, event.key)


def refused(item: Addressed) -> bool:
    """Whether the person chose not to receive this category by e-mail."""
    chosen = Preference.objects.filter(user=item.user, category=item.notice.category)
    return chosen.filter(email=False).exists()
