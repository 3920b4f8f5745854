"""An event reaches each person once, by the bell and by e-mail, whatever fails on the way."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from directory.models import User
from labelling.models import Dossier
from notifications.enums import Category, DeliveryStatus
from notifications.models import Delivery, Notification, Preference
from tests import factories
from tests.notifications.draining import drain, events
from workflows.actors import Actor
from workflows.correspondence import post_message
from workflows.engine import perform
from workflows.outbox import deliver

pytestmark = pytest.mark.django_db


class DeadServer(EmailBackend):
    """A mail server that hangs up on the addresses in `refuses`."""

    refuses: set[str] = set()

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if self.refuses & set(message.to):
                raise SMTPServerDisconnected("gone")
        return super().send_messages(messages)


@pytest.fixture
def mail_server(settings: Any) -> Any:
    settings.EMAIL_BACKEND = f"{DeadServer.__module__}.DeadServer"
    DeadServer.refuses = set()
    return DeadServer


@pytest.fixture
def presented() -> Dossier:
    """A dossier ready to be submitted, everything before it delivered and forgotten."""
    found = factories.dossier("presented")
    factories.fill(found, factories.representative_of(found))
    _forget()
    return found


def _forget() -> None:
    DBTaskResult.objects.all().delete()
    Notification.objects.all().delete()
    Delivery.objects.all().delete()
    mail.outbox.clear()


def submit(dossier: Dossier) -> User:
    actor = factories.representative_of(dossier)
    perform(dossier, "submit", actor=Actor.of(actor))
    return actor


def addresses() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


def test_each_person_is_told_once_and_the_actor_is_not(presented):
    colleague = factories.user("Léa", "Blin")
    factories.membership(colleague, presented.organisation, "contributor")
    instructor, manager = factories.instructor(), factories.manager()
    actor = submit(presented)
    drain()

    told = {instructor.email, manager.email, colleague.email}
    assert set(addresses()) == told
    assert len(mail.outbox) == len(told)
    assert set(Notification.objects.values_list("user__email", flat=True)) == told
    assert not Notification.objects.filter(user=actor).exists()


def test_a_person_concerned_twice_gets_one_message(presented):
    both = factories.instructor("Inès", "Roy")
    factories.membership(both, presented.organisation, "contributor")
    submit(presented)
    drain()
    assert addresses().count(both.email) == 1
    assert Notification.objects.get(user=both).title == "Votre dossier est déposé"


def test_an_e_mail_is_in_words_with_an_absolute_link(presented, settings):
    settings.OSE_BASE_URL = "https://ose.exemple.fr/"
    factories.instructor("Sacha")
    submit(presented)
    drain()
    [message] = mail.outbox
    assert message.subject == f"À prendre en charge\u00a0: {presented.title}"
    assert message.body.startswith("Bonjour Sacha,\n\nLe dossier OSE-")
    assert f"https://ose.exemple.fr{presented.get_absolute_url()}" in message.body
    assert "https://ose.exemple.fr/notifications/preferences/" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_nothing_is_escaped_in_a_text(presented):
    presented_title = "L’Atelier « Sel & Vent »"
    Dossier.objects.filter(pk=presented.pk).update(title=presented_title)
    factories.instructor()
    presented.refresh_from_db()
    submit(presented)
    drain()
    assert mail.outbox[0].subject.endswith(presented_title)


def test_a_second_delivery_of_one_event_tells_nobody_again(presented):
    factories.instructor()
    submit(presented)
    drain()
    [event] = events("dossier.submit")
    bells, sent = Notification.objects.count(), len(mail.outbox)
    deliver.enqueue(event=DBTaskResult.objects.get().args_kwargs["kwargs"]["event"])
    drain()
    assert DBTaskResult.objects.successful().count() == 2
    assert Notification.objects.filter(event_key=event.key).count() == bells
    assert len(mail.outbox) == sent == 1


def test_a_rolled_back_change_tells_nobody(presented):
    factories.instructor()
    with transaction.atomic():
        submit(presented)
        transaction.set_rollback(True)
    drain()
    assert not DBTaskResult.objects.exists()
    assert mail.outbox == []


def test_a_mail_failure_is_retried_without_repeating_the_others(presented, mail_server):
    failing, fine = factories.instructor(), factories.instructor()
    mail_server.refuses = {failing.email}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        submit(presented)
        drain()
        assert addresses() == [fine.email]
        assert Delivery.objects.get(user=failing).status == DeliveryStatus.FAILED
        # The bell did not wait for the mail server.
        assert Notification.objects.filter(user=failing).count() == 1

        mail_server.refuses = set()
        drain()
        assert addresses() == [fine.email], "too early: the pause is not over"
        clock.shift(timedelta(minutes=3))
        drain()
    assert addresses() == sorted([failing.email, fine.email])
    assert Delivery.objects.get(user=failing).status == DeliveryStatus.SENT
    assert not DBTaskResult.objects.ready().exists()


def test_a_request_already_met_is_not_sent(presented):
    instructor, other = factories.instructor(), factories.instructor()
    submit(presented)
    perform(presented, "take_charge", actor=Actor.of(instructor))
    drain()
    assert not [message for message in mail.outbox if other.email in message.to]
    key = events("dossier.submit")[0].key
    assert Delivery.objects.get(user=other, event_key=key).status == DeliveryStatus.SKIPPED
    assert not Notification.objects.filter(user=other).exists()


def test_a_late_retry_drops_what_is_no_longer_asked(presented, mail_server):
    instructor = factories.instructor()
    mail_server.refuses = {instructor.email}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        submit(presented)
        drain()
        perform(presented, "take_charge", actor=Actor.of(instructor))
        mail_server.refuses = set()
        clock.shift(timedelta(minutes=3))
        drain()
    key = events("dossier.submit")[0].key
    assert Delivery.objects.get(user=instructor, event_key=key).status == DeliveryStatus.SKIPPED


def test_a_preference_turns_the_e_mail_off_and_keeps_the_bell(presented):
    colleague = factories.user("Léa", "Blin")
    factories.membership(colleague, presented.organisation, "contributor")
    Preference.objects.create(user=colleague, category=Category.PROGRESS, email=False)
    submit(presented)
    drain()
    assert colleague.email not in addresses()
    assert Notification.objects.filter(user=colleague).count() == 1
    assert Delivery.objects.get(user=colleague).status == DeliveryStatus.SKIPPED


def test_an_attempt_whose_worker_died_is_taken_over_after_the_lease(presented):
    instructor = factories.instructor()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        submit(presented)
        [event] = events("dossier.submit")
        Delivery.objects.create(
            user=instructor,
            event_key=event.key,
            status=DeliveryStatus.SENDING,
            attempted_at=timezone.now(),
        )
        drain()
        assert mail.outbox == [], "another worker is sending it"
        clock.shift(timedelta(minutes=6))
        drain()
    assert addresses() == [instructor.email]


def test_a_message_goes_to_the_structure_and_the_person_in_charge():
    dossier = factories.dossier("under_instruction")
    author, in_charge = factories.representative_of(dossier), dossier.assignee
    assert in_charge is not None
    colleague = factories.user("Léa", "Blin")
    factories.membership(colleague, dossier.organisation, "contributor")
    spared = factories.instructor("Autre", "Personne")
    _forget()
    post_message(dossier, author=author, body="Quelle date pour le plan d’actions ?")
    drain()
    assert addresses() == sorted([colleague.email, in_charge.email])
    assert "Quelle date pour le plan d’actions ?" in mail.outbox[0].body
    assert spared.email not in addresses()


def test_an_event_nobody_catalogued_stays_failed_in_sight(presented):
    submit(presented)
    row = DBTaskResult.objects.get()
    row.args_kwargs["kwargs"]["event"]["name"] = "dossier.unheard_of"
    row.save()
    drain()
    row.refresh_from_db()
    assert row.status == "FAILED"
    assert "dossier.unheard_of" in row.traceback
