"""The bells of an event, written and rung."""

from collections.abc import Iterable
from functools import cache

from django.utils import timezone

from notifications.bells.live import bell_group
from notifications.bells.models import Notification
from notifications.words import Words, words_of
from workflows.live.pings import ping
from workflows.outbox.events import Target
from workflows.outbox.notices import Addressee, Notice


def write_bells(addressees: Iterable[Addressee], target: Target) -> None:
    """Write the bells that are not there yet, in one statement, and ping those who have one.

    Words that cannot be written stop nobody else: what that raised is let out once all is done.
    """
    failures: list[Exception] = []

    @cache
    def words(notice: Notice) -> Words | None:
        try:
            return words_of(notice, target)
        except Exception as error:  # noqa: BLE001 - let out below
            failures.append(error)
            return None

    holding = (one for one in addressees if one.notice.holds(target))
    concerned = [(one.user, said) for one in holding if (said := words(one.notice))]
    event, now = target.event, timezone.now()
    Notification.objects.bulk_create(
        [
            Notification(
                user=user,
                event_key=event.key,
                title=said.subject[:200],
                body=said.summary,
                url=said.url,
                created_at=now,
            )
            for user, said in concerned
        ],
        ignore_conflicts=True,
    )
    for user, _ in concerned:
        ping(bell_group(user.pk), kind=event.model, pk=event.pk, state=event.state)
    if failures:
        raise failures[0]
