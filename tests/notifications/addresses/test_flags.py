"""An address that takes nothing: letters wait for another, and leave once there is one."""

from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from directory.accounts.operations import erase_person
from directory.people.models import User
from labelling.dossiers.models import Dossier
from notifications.addresses.enums import Finding
from notifications.addresses.models import AddressFlag
from notifications.addresses.operations import flag_address, lift_flag
from notifications.letters.enums import DeliveryStatus
from notifications.letters.failures import condemns
from notifications.letters.models import Delivery
from tests import factories
from tests.notifications.draining import drain
from tests.threads import at_once
from workflows.actors import Actor
from workflows.correspondence.operations import post_message
from workflows.verdicts import Forbidden, Refused

pytestmark = pytest.mark.django_db
MINE, THEIRS = "/notifications/adresse/", "/notifications/adresses/"


@pytest.fixture
def dossier() -> Dossier:
    made = factories.dossier("under_instruction")
    drain()
    Delivery.objects.all().delete()
    mail.outbox.clear()
    return made


@pytest.fixture
def reader(dossier: Dossier) -> User:
    assert dossier.assignee
    return dossier.assignee


def flag(user: User) -> AddressFlag:
    assert flag_address(user, user.email, finding=Finding.REFUSED, problem="550 inconnu")
    user.refresh_from_db()
    return AddressFlag.objects.standing().get(user=user)


def write(dossier: Dossier, *bodies: str) -> None:
    for body in bodies:
        post_message(dossier, author=factories.representative_of(dossier), body=body)
    drain()


def statuses() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("status", flat=True))


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, bytes]]:
    """What the server answers for some addresses."""
    answers: dict[str, tuple[int, bytes]] = {}
    send = EmailBackend.send_messages

    def failing(self: Any, messages: Any) -> Any:
        refused = {to: answers[to] for one in messages for to in one.to if to in answers}
        if refused:
            raise SMTPRecipientsRefused(refused)
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", failing)
    return answers


def test_an_address_that_its_server_refuses_is_flagged_and_the_next_letters_wait(
    dossier, reader, refusing
):
    refusing[reader.email] = (550, b"5.1.1 no such user")
    write(dossier, "Un", "Deux")
    assert statuses() == [DeliveryStatus.REFUSED, DeliveryStatus.HELD]
    found = AddressFlag.objects.get()
    assert (found.user, found.address, found.finding) == (reader, reader.email, Finding.REFUSED)
    assert "no such user" in found.problem


@pytest.mark.parametrize("answer", [(552, b"5.2.2 full"), (550, b"5.7.1 policy"), (451, b"later")])
def test_a_letter_that_is_refused_for_itself_flags_nobody(dossier, reader, refusing, answer):
    refusing[reader.email] = answer
    write(dossier, "Un")
    assert not AddressFlag.objects.exists()


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("550 5.1.1 unknown", True),
        ("550 5.1.10 null MX", True),
        ("550-5.1.1 multi 5.1.1 line", True),
        ("550 no such user", True),
        ("553 not allowed", True),
        ("554 5.4.4 no route", True),
        ("554 rejected", False),
        ("552 full", False),
        ("550 5.1.8 bad sender", False),
        ("550 5.7.26 not signed", False),
        ("5.1.1", True),
        ("", False),
    ],
)
def test_what_condemns_an_address(words, wrong):
    assert condemns(words) is wrong


def test_another_address_lifts_it_and_what_waited_leaves_in_order(dossier, reader, client):
    raised = flag(reader)
    write(dossier, "Un", "Deux")
    assert mail.outbox == []
    EmailAddress.objects.create(user=reader, email=reader.email, primary=True, verified=True)
    other = EmailAddress.objects.create(user=reader, email="neuve@exemple.fr", verified=True)
    url = reverse("account_email")
    client.force_login(reader)
    client.post(url, {"action_primary": "", "email": other.email})
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD, "next": url})
    raised.refresh_from_db()
    assert raised.lifted_at
    assert raised.lifted_by == "system:mail"
    drain()
    letters = [one for one in mail.outbox if one.to == [other.email]]
    assert [body for one in letters for body in ("Un", "Deux") if f"{body}\n" in one.body] == [
        "Un",
        "Deux",
    ]
    reader.refresh_from_db()
    assert not reader.is_unreachable


def test_what_no_longer_concerns_them_does_not_leave_once_mended(dossier, reader):
    raised = flag(reader)
    write(dossier, "Un")
    User.objects.filter(pk=reader.pk).update(is_active=False)
    lift_flag(raised, actor=Actor.of(factories.manager()))
    drain()
    assert Delivery.objects.filter(user=reader).get().status == DeliveryStatus.SKIPPED
    assert not [one for one in mail.outbox if one.to == [reader.email]]


def test_its_person_reads_why_on_every_page_and_says_that_it_works(dossier, reader, client):
    client.force_login(reader)
    assert "n’arrivent plus" not in client.get(MINE).text
    flag(reader)
    write(dossier, "Un")
    for page in ("/", "/notifications/", MINE):
        assert f"Nos e-mails n’arrivent plus à {reader.email}" in client.get(page).text
    assert "550 inconnu" in client.get(MINE).text
    assert client.post(MINE).status_code == 302
    assert client.post(MINE).status_code == 302, "twice is once"
    drain()
    assert [one.to for one in mail.outbox] == [[reader.email]]
    assert "n’arrivent plus" not in client.get("/").text
    lifted = AddressFlag.objects.get()
    assert lifted.lifted_by == f"user:{reader.pseudonym}"


def test_the_direction_sees_who_why_since_when_and_lifts(dossier, reader, client):
    raised = flag(reader)
    write(dossier, "Un", "Deux")
    client.force_login(factories.manager())
    page = client.get(THEIRS).text
    for words in (str(reader), reader.email, "550 inconnu", 'en attente">2<'):
        assert words in page
    url = f"{THEIRS}{raised.pk}/lever/"
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 422
    drain()
    assert len([one for one in mail.outbox if one.to == [reader.email]]) == 2
    assert "Aucune adresse signalée" in client.get(THEIRS).text


def test_nobody_else_lifts_it(reader):
    raised = flag(reader)
    for other in (factories.user(), factories.instructor()):
        with pytest.raises(Forbidden):
            lift_flag(raised, actor=Actor.of(other))


def test_an_address_that_is_no_longer_theirs_is_not_flagged(reader):
    assert not flag_address(reader, "ancienne@exemple.fr", finding=Finding.RETURNED, problem="550")
    assert not AddressFlag.objects.exists()


@pytest.mark.breaks_history
def test_what_is_known_of_an_address_goes_with_its_person():
    person = factories.user()
    flag(person)
    erase_person(person)
    person.refresh_from_db()
    assert person.failing_email == ""
    assert not AddressFlag.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_returns_at_once_flag_once_and_two_clicks_lift_once(reader):
    raised = at_once(
        [
            lambda: flag_address(
                reader, reader.email, finding=Finding.RETURNED, problem="550 inconnu"
            )
        ]
        * 3
    )
    assert sorted(raised) == [False, False, True]
    found, actor = AddressFlag.objects.get(), Actor.of(reader)
    outcomes = at_once([lambda: lift_flag(found, actor=actor)] * 3)
    assert sorted(isinstance(one, Refused) for one in outcomes) == [False, True, True]


def test_the_banner_is_for_people_signed_in(reader):
    flag(reader)
    assert "n’arrivent plus" not in Client().get("/registre/").text
