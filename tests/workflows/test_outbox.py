"""The outbox: nothing for what rolled back, nothing lost for what committed."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tests import factories
from tests.notifications.draining import drain
from tests.toys import making
from tests.toys.models import Repair
from workflows.actors import Actor
from workflows.correspondence.operations import post_message
from workflows.engine import perform
from workflows.models import Task
from workflows.outbox.events import Event, Target, emit, event_published

pytestmark = pytest.mark.django_db


class Subscriber:
    """Hears events."""

    def __init__(self) -> None:
        self.heard: list[Target] = []

    def __call__(self, sender: type[Event], target: Target, **kwargs: object) -> None:
        self.heard.append(target)


@pytest.fixture
def subscriber() -> Iterator[Subscriber]:
    found = Subscriber()
    others, event_published.receivers = event_published.receivers, []
    event_published.sender_receivers_cache.clear()
    event_published.connect(found)
    yield found
    event_published.receivers = others
    event_published.sender_receivers_cache.clear()


@pytest.fixture
def event() -> Event:
    """What happened to a repair, and is not told yet."""
    repair = making.bring()
    DBTaskResult.objects.all().delete()
    return Event.of(repair, "ask", actor=factories.SYSTEM, history_id=3)


def test_an_event_comes_through_with_what_it_is_about(subscriber, event):
    emit(event)
    assert subscriber.heard == [], "told inside the transaction"
    drain()
    [target] = subscriber.heard
    assert target.event == event
    assert target.subject == Repair.objects.get()
    assert event.key == f"repair.ask:{event.pk}:3"


def test_a_rollback_takes_it_along(subscriber, event):
    with transaction.atomic():
        emit(event)
        transaction.set_rollback(True)
    drain()
    assert subscriber.heard == []
    assert not DBTaskResult.objects.exists()


def test_one_row_an_event(django_assert_num_queries, event):
    with django_assert_num_queries(1):
        emit(event)


def test_a_target_knows_its_page_its_case_and_whether_it_has_moved_on():
    repair = making.repair("asked")
    url = repair.get_absolute_url()
    asked = Event.of(repair, "ask", actor=factories.SYSTEM)
    task = Task.objects.open().get(process__case_id=repair.pk)
    reminded = Event.of(task, "overdue", actor=factories.SYSTEM)
    message = post_message(repair, author=repair.owner, body="Bonjour.")
    posted = Event.of(message, "post", actor=factories.SYSTEM)
    for event in (asked, reminded, posted):
        target = Target.of(event)
        assert (target.url, target.case_id, target.current) == (url, repair.pk, True)
    perform(repair, "take_charge", actor=Actor.of(making.mender_of(repair)))
    assert not Target.of(asked).current
    assert not Target.of(reminded).current
    assert Target.of(posted).current
