"""A letter that comes back flags its address, and nothing else does."""

import imaplib
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from directory.people.models import User
from notifications.addresses.enums import Finding
from notifications.addresses.models import AddressFlag
from notifications.bells.models import Notification
from notifications.bounces import mailbox as reading
from notifications.bounces.reports import reports_in
from notifications.letters.enums import DeliveryStatus
from notifications.letters.models import Delivery
from notifications.letters.sending import send_waiting
from tests import factories
from tests.notifications.bounces.imap import Mailbox, mailbox
from tests.notifications.bounces.returning import returned
from tests.notifications.draining import drain
from workflows.correspondence.operations import post_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery() -> Delivery:
    """A letter that left."""
    dossier = factories.dossier("under_instruction")
    drain()
    Delivery.objects.all().delete()
    mail.outbox.clear()
    post_message(dossier, author=factories.representative_of(dossier), body="Bonjour.")
    drain()
    return Delivery.objects.get()


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mailbox of the tests speaks without TLS."""
    monkeypatch.setattr(imaplib, "IMAP4_SSL", imaplib.IMAP4)


def read(settings: Any, *messages: bytes) -> Mailbox:
    with mailbox(*messages) as box:
        settings.OSE_BOUNCES = at(box)
        call_command("read_bounces")
    return box


def at(box: Mailbox, password: str = "mot") -> dict[str, Any]:
    return {
        "host": "127.0.0.1",
        "port": box.port,
        "user": "retours",
        "password": password,
        "folder": "INBOX",
    }


@pytest.mark.parametrize("whole", [True, False])
def test_a_letter_that_comes_back_is_refused_and_flags_its_address(delivery, settings, whole):
    manager = factories.manager()
    box = read(settings, returned(delivery.message_id, delivery.sent_to.upper(), whole=whole))
    assert box.seen == {1}
    delivery.refresh_from_db()
    assert (delivery.status, delivery.sent_at) == (DeliveryStatus.REFUSED, None)
    assert "User unknown" in delivery.problem
    flag = AddressFlag.objects.get()
    assert (flag.user, flag.address, flag.finding) == (
        delivery.user,
        delivery.user.email,
        Finding.RETURNED,
    )
    assert User.objects.get(pk=delivery.user_id).is_unreachable
    drain()
    bells = Notification.objects.filter(user=manager).values_list("title", flat=True)
    assert f"Une adresse ne reçoit plus rien\u00a0: {delivery.user}" in bells
    [own] = Notification.objects.filter(user=delivery.user, title__startswith="Nos e-mails")
    assert own.url == "/notifications/adresse/"


def test_a_return_read_twice_says_it_once(delivery, settings):
    report = returned(delivery.message_id, delivery.sent_to)
    read(settings, report, report)
    read(settings, report)
    assert AddressFlag.objects.count() == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"message_id": "<" + "0" * 32 + "@cress.example>"},
        {"message_id": ""},
        {"address": "direction@cress.example"},
        {"address": ""},
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.0.0"},
        {"action": "failed", "status": "4.2.2"},
        {"action": "", "status": ""},
    ],
)
def test_what_names_no_letter_of_ours_or_no_end_flags_nobody(delivery, settings, forged):
    given_ = {"message_id": delivery.message_id, "address": delivery.sent_to, **forged}
    box = read(settings, returned(**given_))
    assert box.seen == {1}, "it is not read again for ever"
    assert not AddressFlag.objects.exists()
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.SENT


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.2.2", "552 5.2.2 mailbox full"),
        ("5.7.1", "550 5.7.1 message refused by policy"),
        ("5.3.4", "552 5.3.4 too big"),
    ],
)
def test_a_right_address_that_refuses_one_letter_is_not_flagged(delivery, settings, status, said):
    read(settings, returned(delivery.message_id, delivery.sent_to, status=status, said=said))
    assert not AddressFlag.objects.exists()
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.REFUSED


def test_what_somebody_writes_there_stops_nothing(delivery, settings):
    letter = EmailMessage()
    letter["Subject"] = "Bonjour"
    letter.set_content("Je suis absent.")
    broken = returned(delivery.message_id, delivery.sent_to)[:600]
    large = b"x" * (reading.LARGEST + 1)
    report = returned(delivery.message_id, delivery.sent_to)
    box = read(settings, letter.as_bytes(), broken, large, b"", report)
    assert box.seen == {1, 2, 3, 4, 5}
    assert AddressFlag.objects.count() == 1


def test_a_mailbox_that_does_not_answer_is_said_and_loses_nothing(delivery, settings):
    with mailbox(returned(delivery.message_id, delivery.sent_to)) as box:
        settings.OSE_BOUNCES = at(box, password="wrong")
        with pytest.raises(CommandError, match="ne répond pas"):
            call_command("read_bounces")
        settings.OSE_BOUNCES = at(box)
        box.broken = True
        with pytest.raises(CommandError, match="ne répond pas"):
            call_command("read_bounces")
        assert box.seen == set()
        box.broken = False
        call_command("read_bounces")
    assert AddressFlag.objects.count() == 1


def test_without_a_mailbox_it_says_so(capsys):
    call_command("read_bounces")
    assert "OSE_BOUNCE_HOST" in capsys.readouterr().out


def test_the_address_of_returns_is_that_of_servers_alone(settings, delivery):
    settings.OSE_BOUNCE_ADDRESS = "retours@cress.example"
    delivery.refresh_from_db()
    Delivery.objects.filter(pk=delivery.pk).update(status="to_send", sent_at=None)
    mail.outbox.clear()
    send_waiting.enqueue()
    drain()
    [letter] = mail.outbox
    assert letter.from_email == "retours@cress.example"
    assert letter.message()["From"] == settings.DEFAULT_FROM_EMAIL


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(raw):
    assert reports_in(raw) == []


@given(st.data())
def test_any_damage_is_read(data):
    report = bytearray(returned("<a@b>", "x@exemple.fr"))
    for _ in range(data.draw(st.integers(1, 20))):
        at_ = data.draw(st.integers(0, len(report) - 1))
        report[at_ : at_ + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
        if not report:
            break
    for found in reports_in(bytes(report)):
        assert isinstance(found.message_id, str)
        assert "\n" not in found.said
