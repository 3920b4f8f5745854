"""Four years of label, told in order, up to this morning.

Everything goes through the operations of the product, as the person who would do it, on the day
it would have been done. One transaction: the demo is there whole, or not at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.demo.accompanists import tell_requests
from config.demo.cast import Cast
from config.demo.complaints import tell_complaints
from config.demo.past import tell_past
from config.demo.people import MANAGER
from config.demo.present import tell_news, tell_present
from config.demo.watching import tell_watching
from directory.people.models import User
from workflows.outbox.task_backend import enqueued


def is_played() -> bool:
    """Whether the demo is there: its manager has an account."""
    return User.objects.filter(email=MANAGER.email).exists()


@transaction.atomic
def play_story() -> None:
    """Play the whole story; only the last days' news leave by e-mail."""
    with forgotten_news():
        cast = Cast(timezone.localdate())
        journeys = tell_past(cast) | tell_present(cast)
        tell_requests(cast)
        tell_complaints(cast)
    tell_news(cast, journeys)
    with forgotten_news():
        tell_watching(cast)


@contextmanager
def forgotten_news() -> Iterator[None]:
    """Take what is enqueued meanwhile out of the outbox: nobody is told today of years ago."""
    with enqueued() as keys:
        yield
    for start in range(0, len(keys), 500):
        DBTaskResult.objects.filter(pk__in=keys[start : start + 500]).delete()
