"""What happens to an event after commit: bells, pings, then e-mails.

Delivery is at least once, so every step here may run again: rows are found by their unique keys.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from notifications.catalogue import Notice, notices_for
from notifications.letters import Words, words_of
from notifications.live import bell_group, case_group
from notifications.models import Notification, Preference
from notifications.posting import post, skip
from notifications.targets import case_id_of, object_of, still_asked
from workflows.live import ping
from workflows.outbox import DeliveryIncomplete, Event, event_published


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

    Raises DeliveryIncomplete when an e-mail could not be sent, so that this runs again later;
    KeyError for an event that the catalogue does not know.
    """
    notices = notices_for(event.name)
    subject = object_of(event)
    addressed = list(address(notices, subject, event))
    ring([item for item in addressed if item.current], event)
    wake(addressed, subject, event)
    unsent = [item for item in addressed if not send(item, event)]
    if unsent:
        raise DeliveryIncomplete(f"{event.key}: {len(unsent)} e-mails left to send")


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
    """Send the e-mail, or note why not; False when it must be tried again."""
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
