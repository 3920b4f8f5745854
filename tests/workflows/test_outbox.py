"""The outbox: nothing for what rolled back, nothing lost for what committed, again if need be."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.notifications.draining import drain
from workflows.outbox import (
    DeliveryIncomplete,
    Event,
    deliver,
    emit,
    event_published,
)
from workflows.retries import MAX_ATTEMPTS

pytestmark = pytest.mark.django_db
EVENT = Event("framework.create", "labelling.framework", 7, 3, "candidate", "system:tests")


class Subscriber:
    """Hears events; fails the first `failures` times."""

    def __init__(self) -> None:
        self.heard: list[Event] = []
        self.failures = 0

    def __call__(self, sender: type[Event], event: Event, **kwargs: object) -> None:
        self.heard.append(event)
        if self.failures:
            self.failures -= 1
            raise DeliveryIncomplete("later")


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


def test_an_incomplete_delivery_comes_back_after_growing_pauses(subscriber):
    subscriber.failures = 2
    with time_machine.travel(timezone.now(), tick=False) as clock:
        emit(EVENT)
        drain()
        assert len(subscriber.heard) == 1
        clock.shift(timedelta(seconds=119))
        drain()
        assert len(subscriber.heard) == 1, "the first pause is two minutes"
        clock.shift(timedelta(seconds=2))
        drain()
        assert len(subscriber.heard) == 2
        clock.shift(timedelta(minutes=3))
        drain()
        assert len(subscriber.heard) == 2, "the second one is four"
        clock.shift(timedelta(minutes=2))
        drain()
        assert len(subscriber.heard) == 3
    assert not DBTaskResult.objects.ready().exists()
    assert not DBTaskResult.objects.failed().exists()


def test_the_last_failure_stays_in_sight(subscriber):
    subscriber.failures = MAX_ATTEMPTS
    deliver.enqueue(
        event={
            "name": EVENT.name,
            "model": EVENT.model,
            "pk": EVENT.pk,
            "history_id": EVENT.history_id,
            "state": EVENT.state,
            "actor": EVENT.actor,
        },
        attempt=MAX_ATTEMPTS,
    )
    drain()
    assert DBTaskResult.objects.failed().count() == 1
    assert not DBTaskResult.objects.ready().exists()
