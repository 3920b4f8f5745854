"""Letters about an account leave by the outbox: late if need be, and without a secret in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from directory.people.models import User
from tests import factories
from tests.directory.accounts.browsing import confirmed, letters, sign_in
from tests.directory.making import logged_in
from tests.notifications.draining import drain
from tests.threads import at_once

pytestmark = pytest.mark.django_db
ADDRESS = "maelle@exemple.fr"
TYPED = {
    "first_name": "Maëlle",
    "last_name": "Riou",
    "email": ADDRESS,
    "password1": "trois haies et un verger",
    "password2": "trois haies et un verger",
}
ASKS = {
    "sign-up": lambda: Client().post(reverse("account_signup"), TYPED),
    "reset": lambda: Client().post(reverse("account_reset_password"), {"email": ADDRESS}),
}


class NoServer:
    """A mail server that does not answer."""

    def __init__(self, **kwargs: Any) -> None:
        pass

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords hashed from now on."""
    done: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        done.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return done


@contextmanager
def mail_server_down(settings: Any) -> Iterator[None]:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{NoServer.__module__}.{NoServer.__name__}"
    yield
    settings.EMAIL_BACKEND = working


def link() -> str:
    found = re.search(r"https?://\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


@pytest.mark.parametrize("name", ASKS)
def test_a_mail_server_that_is_down_costs_nobody_a_page(name: str, settings: Any) -> None:
    if name == "reset":
        confirmed(factories.user(email=ADDRESS))
    with mail_server_down(settings):
        assert ASKS[name]().status_code == 302
        drain()
    assert mail.outbox == []
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    drain()
    assert [message.to for message in mail.outbox] == [[ADDRESS]]


@pytest.mark.parametrize("name", ASKS)
def test_what_waits_in_the_outbox_opens_nothing(name: str) -> None:
    if name == "reset":
        confirmed(factories.user(email=ADDRESS))
    ASKS[name]()
    drain()
    secret = link().rstrip("/").rpartition("/")[2]
    assert len(secret) > 20
    for part in re.split(r"[-:]", secret):
        kept = DBTaskResult.objects.values_list("args_kwargs", flat=True)
        assert len(part) < 5 or not any(part in str(row) for row in kept)


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password"])
def test_a_link_leads_to_our_address_whatever_host_was_asked(name: str, settings: Any) -> None:
    settings.OSE_BASE_URL = "https://label.example.org"
    if name == "account_reset_password":
        confirmed(factories.user(email=ADDRESS))
    Client().post(reverse(name), TYPED, headers={"host": "testserver:8099"})
    drain()
    assert link().startswith("https://label.example.org/compte/")


def test_the_links_do_what_they_say() -> None:
    person = confirmed(factories.user(email=ADDRESS))
    ASKS["reset"]()
    drain()
    client, path = Client(), "/" + link().split("/", 3)[3]
    page = client.get(path, follow=True)
    new = "un pommier contre le mur"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)
    assert letters(ADDRESS)[-1] == "Votre mot de passe a été remplacé"


@pytest.mark.parametrize("known", [False, True])
def test_signing_up_costs_the_same_whoever_has_an_account(
    known: bool, hashed: list[str], settings: Any
) -> None:
    if known:
        confirmed(factories.user(email=ADDRESS))
    hashed.clear()
    page = ASKS["sign-up"]()
    assert page["Location"] == reverse("account_email_verification_sent")
    assert hashed == [TYPED["password1"]]
    assert mail.outbox == []
    assert DBTaskResult.objects.count() == 1
    expected = "Vous avez déjà un compte" if known else "Bienvenue\u00a0: confirmez votre adresse"
    assert letters(ADDRESS) == [expected]


def test_asking_for_a_link_costs_the_same_whoever_has_an_account() -> None:
    ASKS["reset"]()
    with CaptureQueriesContext(connection) as unknown:
        ASKS["reset"]()
    confirmed(factories.user(email=ADDRESS))
    with CaptureQueriesContext(connection) as known:
        ASKS["reset"]()
    assert len(known) == len(unknown)
    assert mail.outbox == []


def test_a_wrong_password_costs_the_same_whoever_has_an_account(hashed: list[str]) -> None:
    person = confirmed(factories.user(email=ADDRESS))
    hashed.clear()
    sign_in(person, "x")
    known = len(hashed)
    hashed.clear()
    person.email = "inconnue@exemple.fr"
    sign_in(person, "x")
    assert len(hashed) == known > 0


def test_an_address_that_another_account_never_confirmed_is_nobodys() -> None:
    squatter = confirmed(factories.user())
    EmailAddress.objects.create(user=squatter, email=ADDRESS)
    ASKS["reset"]()
    assert letters(ADDRESS) == ["Aucun compte à cette adresse"]
    ASKS["sign-up"]()
    assert User.objects.filter(email=ADDRESS).exists()
    assert letters(ADDRESS)[-1] == "Bienvenue\u00a0: confirmez votre adresse"


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_account_and_shows_one_page(settings: Any) -> None:
    # As on the site: of two letters in three minutes, one.
    settings.ACCOUNT_RATE_LIMITS = {}
    pages = at_once([lambda: Client().post(reverse("account_signup"), TYPED)] * 8)
    assert {page.status_code for page in pages} == {302}
    assert {page["Location"] for page in pages} == {reverse("account_email_verification_sent")}
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert EmailAddress.objects.filter(email=ADDRESS).count() == 1
    assert letters(ADDRESS) == ["Bienvenue\u00a0: confirmez votre adresse"]


def test_signing_up_again_enters_no_account() -> None:
    confirmed(User.objects.create_user(ADDRESS, TYPED["password1"], first_name="M", last_name="R"))
    client = Client()
    client.post(reverse("account_signup"), TYPED)
    assert client.get("/taches/").status_code == 302
    assert letters(ADDRESS) == ["Vous avez déjà un compte"]


@pytest.mark.django_db(transaction=True)
def test_two_people_at_one_address_at_once_make_one_account() -> None:
    other = TYPED | {"password1": "un autre verger encore", "password2": "un autre verger encore"}
    pages = at_once(
        [partial(Client().post, reverse("account_signup"), typed) for typed in (TYPED, other)]
    )
    assert {page["Location"] for page in pages} == {reverse("account_email_verification_sent")}
    assert User.objects.filter(email=ADDRESS).count() == 1


def test_a_changed_password_is_told() -> None:
    person = confirmed(factories.user(email=ADDRESS))
    new = "un pommier contre le mur"
    typed = {"oldpassword": factories.PASSWORD, "password1": new, "password2": new}
    logged_in(person).post(reverse("account_change_password"), typed)
    assert letters(ADDRESS) == ["Votre mot de passe a changé"]
    assert "adresse IP : 127.0.0.1" in str(mail.outbox[-1].body).replace("\u00a0", " ")
