"""The bells of an event, written and rung."""

from collections.abc import Iterable
from functools import cache, partial

from django.utils import timezone

from notifications.bells.live import bell_group
from notifications.bells.models import Notification
from notifications.words import words_of
from workflows.live.pings import ping
from workflows.outbox.events import Target
from workflows.outbox.notices import Addressee


def write_bells(addressees: Iterable[Addressee], target: Target) -> None:
    """Write the bells that are not there yet, in one statement, and ping those who have one."""
    concerned = [one for one in addressees if one.notice.holds(target)]
    words = cache(partial(words_of, target=target))
    event, now = target.event, timezone.now()
    Notification.objects.bulk_create(
        [
            Notification(
                user=one.user,
                event_key=event.key,
                title=words(one.notice).subject[:200],
                body=words(one.notice).summary,
                url=words(one.notice).url,
                created_at=now,
            )
            for one in concerned
        ],
        ignore_conflicts=True,
    )
    for one in concerned:
        ping(bell_group(one.user.pk), kind=event.model, pk=event.pk, state=event.state)
