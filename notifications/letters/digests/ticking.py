"""On Monday morning, one letter for all that somebody chose to read once a week.

Whoever makes the row of a person and a Monday has it written; the others find it there.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, time, timedelta
from functools import partial

from django.db.models import Exists, OuterRef
from django.utils import timezone

from directory.people.models import User
from notifications.letters.models import Delivery, Digest
from notifications.letters.sending import send_waiting
from workflows.background.ticking import TICK, Due, on_tick
from workflows.outbox.events import Event
from workflows.presentation.french import format_date

HOUR = time(7)  # in France


def last_monday(at: datetime) -> datetime:
    """The last Monday at HOUR that has come at the moment `at`, both aware."""
    local = timezone.localtime(at)
    monday = local.date() - timedelta(days=local.weekday())
    this, before = (
        timezone.make_aware(datetime.combine(day, HOUR))
        for day in (monday, monday - timedelta(weeks=1))
    )
    return this if this <= at else before


@on_tick("digests", "written")
def digests(at: datetime) -> Iterator[Due]:
    """The letter of the week of each person for whom something was kept before this Monday."""
    monday = last_monday(at)
    kept = Delivery.objects.kept_until(monday).filter(user=OuterRef("pk"))
    written = Digest.objects.filter(user=OuterRef("pk"), monday=monday.date())
    for user in User.objects.filter(Exists(kept), ~Exists(written)).order_by("pk"):
        yield Due(
            row=user,
            does=("written",),
            words="Résumé de la semaine",
            why=f"lundi, {format_date(monday.date())}",
            do=partial(_write, user, monday, at),
        )


def _write(user: User, monday: datetime, at: datetime) -> bool:
    """Have it sent; False when another tick does."""
    digest, made = Digest.objects.get_or_create(
        user=user, monday=monday.date(), defaults={"made_at": at}
    )
    if not made:
        return False
    Delivery.objects.kept_until(monday).filter(user=user).update(digest=digest)
    event = Event.of(digest, "send", actor=TICK)
    Delivery.objects.create(
        user=user, event_key=event.key, event=asdict(event), made_at=timezone.now()
    )
    send_waiting.enqueue()
    return True
