"""A letter that does not arrive, a link that is too old: what the pages say, and do."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.directory.accounts.browsing import confirmed, letters
from tests.directory.accounts.test_letters import ADDRESS, TYPED
from tests.notifications.draining import drain

pytestmark = pytest.mark.django_db
RESEND = "/compte/confirm-email/renvoyer/"
SENT = "/compte/confirm-email/"


@pytest.fixture
def limited(settings: Any) -> None:
    """The ceilings of the site."""
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": "1/m/key,6/h/key,60/h/ip"}


def words(response: Any) -> str:
    return re.sub(r"<[^>]+>|[ \n]+", " ", response.content.decode())


def unconfirmed() -> EmailAddress:
    person = factories.user(email=ADDRESS)
    return EmailAddress.objects.create(user=person, email=ADDRESS, primary=True, verified=False)


def test_the_page_says_to_whom_and_when_and_sends_again(limited: None) -> None:
    client = Client()
    with time_machine.travel("2026-11-27T13:02:00+01:00", tick=False) as clock:
        page = client.post(reverse("account_signup"), TYPED, follow=True)
        assert ADDRESS in words(page)
        assert "13\u00a0h\u00a002" in words(page)
        drain()
        assert len(mail.outbox) == 1
        clock.shift(timedelta(seconds=20))
        page = client.post(RESEND, {"email": ADDRESS}, follow=True)
        assert "Rien de plus n’est parti" in words(page)
        assert "13\u00a0h\u00a002" in words(page)
        drain()
        assert len(mail.outbox) == 1
        clock.shift(timedelta(minutes=1))
        page = client.post(RESEND, {"email": ADDRESS}, follow=True)
        assert "Rien de plus" not in words(page)
        assert "13\u00a0h\u00a003" in words(page)
        drain()
    assert len(mail.outbox) == 2
    ids = {message.extra_headers["Message-ID"] for message in mail.outbox}
    assert len(ids) == 2  # or mail clients would show one


def test_an_hour_has_its_ceiling(limited: None) -> None:
    unconfirmed()
    with time_machine.travel("2026-11-27T13:02:00+01:00", tick=False) as clock:
        for _ in range(10):
            clock.shift(timedelta(minutes=2))
            Client().post(RESEND, {"email": ADDRESS})
        drain()
    assert len(mail.outbox) == 6


def test_a_link_too_old_is_replaced_in_one_click() -> None:
    address = unconfirmed()
    with time_machine.travel(timezone.now() - timedelta(days=4)):
        key = EmailConfirmationHMAC(address).key
    client = Client()
    page = client.get(reverse("account_confirm_email", args=[key]))
    assert "Ce lien a expiré" in words(page)
    assert "/compte/login/" not in re.sub(
        r"<header.*</header>", "", page.content.decode(), flags=re.S
    )
    assert client.post(RESEND, {"key": key})["Location"] == SENT
    assert letters(ADDRESS) == ["Bienvenue\u00a0: confirmez votre adresse"]
    link = re.search(r"http\S+", str(mail.outbox[-1].body))
    assert link
    assert "est-elle bien la vôtre" in words(Client().get("/" + link[0].split("/", 3)[3]))


def test_a_link_that_was_used_says_so() -> None:
    person = confirmed(factories.user(email=ADDRESS))
    key = EmailConfirmationHMAC(EmailAddress.objects.get(user=person)).key
    page = Client().get(reverse("account_confirm_email", args=[key]))
    assert "a déjà servi" in words(page)
    assert "Se connecter" in words(page)


def test_a_link_that_was_never_ours_names_nobody() -> None:
    unconfirmed()
    page = Client().get(reverse("account_confirm_email", args=["abc:def:ghi"]))
    assert ADDRESS not in page.content.decode()
    assert RESEND in page.content.decode()
    assert Client().post(RESEND, {"key": "abc:def:ghi"}).status_code == 422


@pytest.mark.parametrize(
    ("known", "subject"),
    [
        ("confirmed", "Votre adresse est déjà confirmée"),
        ("unconfirmed", "Bienvenue\u00a0: confirmez votre adresse"),
        ("added elsewhere", "Aucun compte à cette adresse"),
        ("unknown", "Aucun compte à cette adresse"),
    ],
)
def test_the_page_is_the_same_whoever_has_an_account(known: str, subject: str) -> None:
    if known == "confirmed":
        confirmed(factories.user(email=ADDRESS))
    elif known == "unconfirmed":
        unconfirmed()
    elif known == "added elsewhere":
        EmailAddress.objects.create(user=confirmed(factories.user()), email=ADDRESS)
    client = Client()
    assert client.post(RESEND, {"email": ADDRESS.upper()})["Location"] == SENT
    assert ADDRESS in words(client.get(SENT))
    assert letters(ADDRESS) == [subject]


def test_a_password_link_that_does_not_arrive_is_asked_for_again_in_one_click() -> None:
    confirmed(factories.user(email=ADDRESS))
    client = Client()
    page = client.post(reverse("account_reset_password"), {"email": ADDRESS}, follow=True)
    assert f'<input type="hidden" name="email" value="{ADDRESS}">' in page.content.decode()
    page = client.get("/compte/password/reset/key/1-faux/", follow=True)
    assert "Ce lien ne fonctionne plus" in words(page)
    assert f'value="{ADDRESS}"' in page.content.decode()
    client.post(reverse("account_reset_password"), {"email": ADDRESS})
    assert letters(ADDRESS) == ["Choisissez un nouveau mot de passe"] * 2
