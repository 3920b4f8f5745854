"""A deadline is reminded of once before and once after, however many ticks run."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone

from directory.people.models import User
from labelling.dossiers.models import Dossier
from notifications.bells.models import Notification
from notifications.reminders.models import Reminder
from notifications.reminders.ticking import reminders
from tests import factories
from tests.notifications.draining import drain, events
from tests.toys import making
from workflows.actors import Actor
from workflows.background.ticking import Counts, carry_out, run_tick
from workflows.engine import perform
from workflows.models import Task
from workflows.presentation.french import format_date

pytestmark = pytest.mark.django_db
NOTHING = {"due_soon": 0, "overdue": 0, "failed": 0}


def remind(at: datetime) -> Counts:
    return carry_out(reminders(at), ("due_soon", "overdue"))


@pytest.fixture
def dossier() -> Dossier:
    """Waiting for complements for thirty days, everything told so far."""
    found = factories.dossier("to_complete")
    drain()
    mail.outbox.clear()
    return found


def deadline(dossier: Dossier) -> datetime:
    task = Task.objects.open().get(process__case_id=dossier.pk)
    assert task.due_at is not None
    return task.due_at


def test_nothing_is_said_while_time_is_plenty(dossier):
    assert remind(timezone.now()) == NOTHING
    assert remind(deadline(dossier) - timedelta(days=7, seconds=1)) == NOTHING


def test_a_week_before_then_once_late(dossier):
    due = deadline(dossier)
    assert run_tick(due - timedelta(days=7))["reminders"] == {**NOTHING, "due_soon": 1}
    assert run_tick(due - timedelta(days=1))["reminders"] == NOTHING
    assert run_tick(due + timedelta(days=1))["late_complements"] == {"reminded": 1, "failed": 0}
    assert run_tick(due + timedelta(days=3))["late_complements"] == {"reminded": 0, "failed": 0}
    assert [event.name for event in events()][-2:] == ["task.due_soon", "dossier.remind_late"]


def test_the_late_structure_reads_until_when_it_may_still_answer(dossier):
    run_tick(deadline(dossier) + timedelta(days=1))
    drain()
    dossier.refresh_from_db()
    [message] = mail.outbox
    assert message.to == [factories.representative_of(dossier).email]
    assert message.subject == "Échéance passée\u00a0: votre réponse est attendue"
    assert format_date(dossier.lapses_on) in message.body


def test_it_goes_to_those_who_may_answer(dossier):
    person: User = factories.representative_of(dossier)
    remind(deadline(dossier) - timedelta(days=7))
    drain()
    assert [message.to for message in mail.outbox] == [[person.email]]
    assert mail.outbox[0].subject.startswith("Bientôt l’échéance")
    bell = Notification.objects.get(user=person, title__startswith="Bientôt")
    assert bell.url == f"/dossiers/{dossier.pk}/complements/"
    assert "Répondre aux compléments demandés\u00a0: http" in str(mail.outbox[0].body)


def test_an_answer_given_before_the_worker_came_stops_it(dossier):
    remind(deadline(dossier) - timedelta(days=7))
    perform(dossier, "withdraw", actor=Actor.of(factories.representative_of(dossier)))
    drain()
    assert not [message for message in mail.outbox if "échéance" in message.subject]


def test_a_closed_request_is_not_reminded_of(dossier):
    due = deadline(dossier)
    perform(dossier, "withdraw", actor=Actor.of(factories.representative_of(dossier)))
    assert remind(due + timedelta(days=1)) == NOTHING


def test_a_short_deadline_leaves_its_first_day_alone(dossier):
    soon = timezone.now() + timedelta(days=5)
    Task.objects.open().filter(process__case_id=dossier.pk).update(due_at=soon)
    assert remind(timezone.now()) == NOTHING
    assert remind(timezone.now() + timedelta(days=1)) == {**NOTHING, "due_soon": 1}


def test_the_cress_is_reminded_of_its_own_delays():
    factories.dossier("submitted")
    instructor = factories.instructor()
    drain()
    mail.outbox.clear()
    assert remind(timezone.now() + timedelta(days=16)) == {**NOTHING, "overdue": 1}
    drain()
    assert [message.to for message in mail.outbox] == [[instructor.email]]
    assert mail.outbox[0].subject.startswith("Échéance passée")


def test_a_request_whose_flow_wants_no_reminder_has_none():
    making.repair("waiting")
    due_at = Task.objects.open().get(asks="bring_part").due_at
    assert due_at is not None
    for days in (-2, 2):
        assert remind(due_at + timedelta(days=days)) == NOTHING


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_remind_once():
    dossier = factories.dossier("to_complete")
    due = deadline(dossier)

    def tick(_: int) -> int:
        try:
            return remind(due - timedelta(days=7))["due_soon"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(tick, range(6))) == 1
    assert Reminder.objects.count() == 1
    assert len(events("task.due_soon")) == 1
