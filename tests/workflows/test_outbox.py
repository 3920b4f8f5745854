"""The outbox: nothing for what rolled back, nothing lost for what committed."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tests.notifications.draining import drain
from workflows.outbox.events import Event, emit, event_published

pytestmark = pytest.mark.django_db
EVENT = Event("framework.create", "labelling.framework", 7, 3, "candidate", "system:tests")


class Subscriber:
    """Hears events."""

    def __init__(self) -> None:
        self.heard: list[Event] = []

    def __call__(self, sender: type[Event], event: Event, **kwargs: object) -> None:
        self.heard.append(event)


@pytest.fixture
def subscriber() -> Iterator[Subscriber]:
    found = Subscriber()
    others, event_published.receivers = event_published.receivers, []
    event_published.sender_receivers_cache.clear()
    event_published.connect(found)
    yield found
    event_published.receivers = others
    event_published.sender_receivers_cache.clear()


def test_an_event_comes_through_as_it_was(subscriber):
    emit(EVENT)
    assert subscriber.heard == [], "told inside the transaction"
    drain()
    assert subscriber.heard == [EVENT]
    assert EVENT.key == "framework.create:7:3"


def test_a_rollback_takes_it_along(subscriber):
    with transaction.atomic():
        emit(EVENT)
        transaction.set_rollback(True)
    drain()
    assert subscriber.heard == []
    assert not DBTaskResult.objects.exists()


def test_one_row_an_event(django_assert_num_queries):
    with django_assert_num_queries(1):
        emit(EVENT)
