"""An event reaches each person once, by the bell and by e-mail, whatever fails on the way."""

from dataclasses import asdict
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from directory.organisations.models import Organisation
from directory.people.models import User
from labelling.dossiers.models import Dossier
from labelling.rulebook import LabellingRules
from notifications.bells import writing
from notifications.bells.models import Notification
from notifications.letters import sending
from notifications.letters.enums import DeliveryStatus
from notifications.letters.models import Delivery
from notifications.letters.sending import GIVE_UP_AFTER, pause
from notifications.letters.writing import letter_to as letter_written_to
from notifications.preferences.models import Preference
from notifications.words import words_of
from tests import factories
from tests.notifications.draining import drain, events
from tests.silence import silent
from workflows.actors import Actor
from workflows.correspondence.operations import post_message
from workflows.engine import perform
from workflows.models import Heartbeat
from workflows.outbox.events import Event, Target, deliver
from workflows.outbox.notices import Category, receipt

pytestmark = pytest.mark.django_db


class MoodyServer(EmailBackend):
    """A mail server that refuses the addresses in `refuses`, and hangs up on all once `down`."""

    refuses: set[str] = set()
    down = False
    code = 450
    asked = 0

    def send_messages(self, messages: Any) -> int:
        MoodyServer.asked += 1
        for message in messages:
            if self.down:
                raise SMTPServerDisconnected("gone")
            if self.refuses & set(message.to):
                raise SMTPRecipientsRefused({message.to[0]: (self.code, b"later")})
        return super().send_messages(messages)


@pytest.fixture
def mail_server(settings: Any) -> Any:
    settings.EMAIL_BACKEND = f"{MoodyServer.__module__}.MoodyServer"
    MoodyServer.code = 450
    MoodyServer.refuses, MoodyServer.down, MoodyServer.asked = set(), False, 0
    return MoodyServer


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
    """File the dossier; what was said before, of the people who joined the team, is forgotten."""
    _forget()
    actor = factories.representative_of(dossier)
    perform(dossier, "submit", actor=Actor.of(actor))
    return actor


def addresses(*, but: User | None = None) -> list[str]:
    """Those written to, `but` someone: whoever acts gets a receipt."""
    found = (address for message in mail.outbox for address in message.to)
    return sorted(address for address in found if not but or address != but.email)


def letter_to(user: User) -> Any:
    [found] = [message for message in mail.outbox if message.to == [user.email]]
    return found


def test_each_person_is_told_once_and_the_actor_gets_the_receipt_alone(presented):
    colleague = factories.user("Léa", "Blin")
    factories.membership(colleague, presented.organisation, "contributor")
    instructor, manager = factories.instructor(), factories.manager()
    actor = submit(presented)
    drain()

    told = sorted([instructor.email, manager.email, colleague.email, actor.email])
    assert addresses() == told
    assert sorted(Notification.objects.values_list("user__email", flat=True)) == told
    receipts = [message.to for message in mail.outbox if "Accusé de réception" in message.subject]
    assert receipts == [[actor.email]]


def test_the_receipt_of_a_filing_gives_its_number_its_moment_and_the_delay(presented):
    with time_machine.travel("2026-11-22T09:12:00+01:00", tick=False):
        actor = submit(presented)
        drain()
    presented.refresh_from_db()
    letter = letter_to(actor)
    assert letter.subject == f"Accusé de réception\u00a0: dossier {presented.reference}"
    assert f"sous le numéro {presented.reference}" in letter.body
    assert "a été déposé le 22\u00a0novembre\u00a02026 à 9\u00a0h\u00a012, sous" in letter.body
    assert "sous 15\u00a0jours, au plus tard le 7\u00a0décembre\u00a02026" in letter.body


def test_the_receipt_of_an_appeal_repeats_its_grounds():
    refused = factories.dossier("refused")
    _forget()
    actor = factories.representative_of(refused)
    perform(refused, "appeal", actor=Actor.of(actor), reason="Le procès-verbal était joint.")
    drain()
    letter = letter_to(actor)
    assert (
        letter.subject == f"Accusé de réception\u00a0: recours sur le dossier {refused.reference}"
    )
    assert "Le procès-verbal était joint." in letter.body


def test_whoever_signs_keeps_what_was_signed():
    dossier = factories.dossier("committed")
    actor = factories.representative_of(dossier)
    drain()
    letter = next(one for one in mail.outbox if one.to == [actor.email])
    assert letter.subject == "Votre signature de la charte OSE"
    assert dossier.signature
    assert dossier.signature.digest in letter.body


def test_what_the_system_does_has_no_receipt():
    notice = receipt("dossier_submit_receipt", LabellingRules.representative)
    dossier = factories.dossier("submitted")
    by_time = Event("dossier.submit", dossier._meta.label_lower, dossier.pk, 0, "", "system:tick")
    assert list(notice.recipients(Target.about(dossier, by_time))) == []


def test_a_person_concerned_twice_gets_one_message(presented):
    both = factories.instructor("Inès", "Roy")
    factories.membership(both, presented.organisation, "contributor")
    submit(presented)
    drain()
    assert addresses().count(both.email) == 1
    assert Notification.objects.get(user=both).title == "Votre dossier est déposé"


def test_an_e_mail_is_in_words_with_an_absolute_link(presented, settings):
    settings.OSE_BASE_URL = "https://ose.exemple.fr/"
    instructor = factories.instructor("Sacha")
    submit(presented)
    drain()
    message = letter_to(instructor)
    assert message.subject == f"À prendre en charge\u00a0: {presented.title}"
    assert message.body.startswith("Bonjour Sacha,\n\nLe dossier D-")
    assert f"https://ose.exemple.fr{presented.get_absolute_url()}" in message.body
    assert "https://ose.exemple.fr/notifications/preferences/" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_nothing_is_escaped_in_a_text(presented):
    presented_title = "L’Atelier « Sel & Vent »"
    Dossier.objects.filter(pk=presented.pk).update(title=presented_title)
    instructor = factories.instructor()
    presented.refresh_from_db()
    submit(presented)
    drain()
    assert letter_to(instructor).subject.endswith(presented_title)


def test_a_second_delivery_of_one_event_tells_nobody_again(presented):
    factories.instructor()
    submit(presented)
    drain()
    [event] = events("dossier.submit")
    bells, sent = Notification.objects.count(), len(mail.outbox)
    deliver.enqueue(event=asdict(event))
    drain()
    assert DBTaskResult.objects.successful().count() == 4
    assert Notification.objects.filter(event_key=event.key).count() == bells
    assert len(mail.outbox) == sent == 2


def test_a_rolled_back_change_tells_nobody(presented):
    factories.instructor()
    _forget()
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
        actor = submit(presented)
        drain()
        assert addresses(but=actor) == [fine.email]
        assert Delivery.objects.get(user=failing).status == DeliveryStatus.DELAYED
        # The bell did not wait for the mail server.
        assert Notification.objects.filter(user=failing).count() == 1

        mail_server.refuses = set()
        drain()
        assert addresses(but=actor) == [fine.email], "too early: the pause is not over"
        clock.shift(timedelta(minutes=3))
        drain()
    assert addresses(but=actor) == sorted([failing.email, fine.email])
    assert Delivery.objects.get(user=failing).status == DeliveryStatus.SENT
    assert not DBTaskResult.objects.ready().exists()


def test_an_e_mail_comes_back_after_growing_pauses_then_the_cress_is_told(presented, mail_server):
    factories.instructor()
    manager = factories.manager()
    mail_server.down = True
    with time_machine.travel(timezone.now(), tick=False) as clock:
        submit(presented)
        drain()
        for attempt in range(1, 5):
            clock.shift(pause(attempt) - timedelta(seconds=1))
            drain()
            assert mail_server.asked == attempt, "too early"
            clock.shift(timedelta(seconds=1))
            drain()
            assert mail_server.asked == attempt + 1
        clock.shift(GIVE_UP_AFTER)
        drain()
    given_up = Delivery.objects.filter(status=DeliveryStatus.GIVEN_UP)
    assert given_up.count() == Delivery.objects.count() == 3
    assert mail_server.asked == 6, "the others were not tried for that"
    [bell] = Notification.objects.filter(title__startswith="Un e-mail n’est pas parti")
    assert bell.user == manager
    assert not DBTaskResult.objects.ready().exists()


def test_what_no_worker_tried_for_days_has_its_72_hours_from_then(presented, mail_server):
    factories.instructor()
    mail_server.down = True
    with time_machine.travel(timezone.now(), tick=False) as clock:
        submit(presented)
        drain(without="mail")
        clock.shift(GIVE_UP_AFTER + timedelta(days=1))
        drain()
        clock.shift(GIVE_UP_AFTER - timedelta(minutes=1))
        drain()
        assert not Delivery.objects.filter(status=DeliveryStatus.GIVEN_UP).exists()
        clock.shift(timedelta(hours=1))
        drain()
    assert not Delivery.objects.exclude(status=DeliveryStatus.GIVEN_UP).exists()


def test_a_day_without_mail_server_is_made_up_for_in_order(presented, mail_server):
    instructor = factories.instructor()
    actor = submit(presented)
    _forget()
    mail_server.down = True
    said = [f"Message {hour}" for hour in range(24)]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        submitted = Event.of(presented, "submit", actor=Actor.of(actor))
        deliver.enqueue(event=asdict(submitted))
        for words in said:
            post_message(presented, author=actor, body=words)
            drain()
            clock.shift(timedelta(hours=1))
        asked = mail_server.asked
        assert asked < 40, "a server that is down is not asked for each letter"
        perform(presented, "take_charge", actor=Actor.of(instructor))
        mail_server.down = False
        clock.shift(timedelta(hours=1))
        drain()
    bodies = [one.body for one in mail.outbox if one.to == [instructor.email]]
    told = [next((words for words in said if f"{words}\n" in body), "") for body in bodies]
    assert [words for words in told if words] == said
    assert Delivery.objects.get(user=instructor, event_key=submitted.key).status == "skipped"
    assert not Delivery.objects.waiting().exists()


def test_a_clock_put_back_sends_nothing_twice(presented, mail_server):
    instructor = factories.instructor()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        submit(presented)
        drain()
        clock.shift(timedelta(hours=-1))
        [event] = events("dossier.submit")
        deliver.enqueue(event=asdict(event))
        drain()
        clock.shift(timedelta(hours=2))
        drain()
    assert addresses().count(instructor.email) == 1


def test_what_a_recipient_s_server_will_not_have_stops_nobody_and_is_said(presented, mail_server):
    wrong, fine, manager = factories.instructor(), factories.instructor(), factories.manager()
    mail_server.refuses, mail_server.code = {wrong.email}, 550
    submit(presented)
    drain()
    refused = Delivery.objects.get(user=wrong)
    assert refused.status == DeliveryStatus.REFUSED
    assert "550 later" in refused.problem
    assert fine.email in addresses()
    drain()
    assert Notification.objects.filter(
        user=manager, title__endswith="refusé par le destinataire"
    ).exists()
    assert not Delivery.objects.waiting().exists()


def test_a_letter_that_cannot_be_written_stops_nobody_and_is_said(presented, monkeypatch):
    one, other, manager = factories.instructor(), factories.instructor(), factories.manager()
    write = letter_written_to

    def failing(user: User, *given: Any, **more: Any) -> Any:
        if user == one:
            raise KeyError("a template that fails for one person")
        return write(user, *given, **more)

    monkeypatch.setattr(sending, "letter_to", failing)
    submit(presented)
    drain()
    assert Delivery.objects.get(user=one).status == DeliveryStatus.BROKEN
    assert {other.email, manager.email} <= set(addresses())
    assert Notification.objects.filter(user=manager, title__endswith="impossible à écrire").exists()


def test_words_that_fail_for_some_ring_the_bell_of_the_others(presented, monkeypatch):
    instructor = factories.instructor()
    say = words_of

    def failing(notice: Any, target: Target) -> Any:
        if notice.receipt:
            raise KeyError("a template that fails")
        return say(notice, target)

    monkeypatch.setattr(writing, "words_of", failing)
    submit(presented)
    drain()
    assert Notification.objects.filter(user=instructor).exists()
    assert "a template that fails" in DBTaskResult.objects.failed().get().traceback


def test_whoever_lost_the_right_to_know_meanwhile_is_not_written_to(presented, mail_server):
    instructor = factories.instructor()
    mail_server.down = True
    with time_machine.travel(timezone.now(), tick=False) as clock:
        submit(presented)
        drain()
        User.objects.filter(pk=instructor.pk).update(is_active=False)
        mail_server.down = False
        clock.shift(timedelta(minutes=3))
        drain()
    assert instructor.email not in addresses()
    assert Delivery.objects.get(user=instructor).status == DeliveryStatus.SKIPPED


def test_an_attempt_that_ends_late_is_known_to_have_left(presented):
    submit(presented)
    drain()
    delivery = Delivery.objects.order_by("pk").first()
    assert delivery
    Delivery.objects.update(status=DeliveryStatus.UNCERTAIN, sent_at=None, problem="?")
    assert delivery.held().count() == 1, "by the one who made it"
    Delivery.objects.update(tries=2)
    assert delivery.held().count() == 0, "unless another was made since"


def test_a_mail_server_that_is_down_is_asked_once_for_all_and_delays_no_bell(
    presented, mail_server
):
    for _ in range(3):
        factories.instructor()
    mail_server.down = True
    submit(presented)
    drain()
    assert mail_server.asked == 1
    assert Notification.objects.count() == 4
    mail_server.down = False
    DBTaskResult.objects.update(run_after=timezone.now())
    Delivery.objects.filter(status=DeliveryStatus.DELAYED).update(retry_at=timezone.now())
    drain()
    assert len(mail.outbox) == 4


def test_a_mail_server_that_says_nothing_holds_its_worker_for_one_time_out(presented, settings):
    for _ in range(5):
        factories.instructor()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.2
    submit(presented)
    with silent() as settings.EMAIL_PORT:
        drain()
    # The first of the six; the five others were not tried.
    assert Delivery.objects.get(tries=1).status == DeliveryStatus.DELAYED
    assert Delivery.objects.filter(tries=0, status=DeliveryStatus.TO_SEND).count() == 5


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
    Preference.objects.create(user=colleague, category=Category.PROGRESS, pace="never")
    submit(presented)
    drain()
    assert colleague.email not in addresses()
    assert Notification.objects.filter(user=colleague).count() == 1
    assert Delivery.objects.get(user=colleague).status == DeliveryStatus.SKIPPED


def test_an_attempt_whose_worker_died_is_uncertain_and_never_sent_again_by_itself(presented):
    instructor, other = factories.instructor(), factories.instructor()
    manager = factories.manager()
    submit(presented)
    [event] = events("dossier.submit")
    living = Heartbeat.objects.create(name="living", beat_at=timezone.now())
    for person, holder in ((instructor, "dead"), (other, living.name)):
        Delivery.objects.create(
            user=person,
            event_key=event.key,
            event=asdict(event),
            status=DeliveryStatus.SENDING,
            made_at=timezone.now(),
            tries=1,
            held_by=holder,
        )
    drain()
    assert not {instructor.email, other.email} & set(addresses())
    assert Delivery.objects.get(user=instructor).status == DeliveryStatus.UNCERTAIN
    assert Delivery.objects.get(user=other).status == DeliveryStatus.SENDING, "in other hands"
    assert Notification.objects.filter(user=manager, title__endswith="incertain").exists()


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


@pytest.mark.breaks_history
def test_a_line_break_kept_from_before_stops_no_e_mail():
    dossier = factories.dossier("submitted")
    Organisation.objects.filter(pk=dossier.organisation_id).update(name="Les\rJardins\nBcc: x")
    _forget()
    post_message(dossier, author=factories.instructor(), body="Bonjour.")
    drain()
    assert mail.outbox
    for message in mail.outbox:
        assert not set("\r\n") & set(message.subject)
    assert not DBTaskResult.objects.failed().exists()
