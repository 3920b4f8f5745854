"""Whoever finds an open session has not found the account: its owner is asked, and told."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from directory.people.models import User
from tests import factories
from tests.directory.accounts.browsing import confirmed, letters, reauthenticate, sign_in

pytestmark = pytest.mark.django_db
OWNER, THIEF = "camille@exemple.fr", "voleur@exemple.fr"
EMAIL = "/compte/email/"


@pytest.fixture
def owner() -> User:
    return confirmed(factories.user(email=OWNER))


@pytest.fixture
def session(owner: User) -> Client:
    """The browser that was left open."""
    browser, answer = sign_in(owner)
    assert answer.status_code == 302
    return browser


def asked_again(answer: Any) -> bool:
    where = reverse("account_reauthenticate")
    return answer.status_code == 302 and answer["Location"].startswith(where)


def test_an_open_session_takes_no_account(session: Client, owner: User) -> None:
    assert asked_again(session.post(EMAIL, {"action_add": "", "email": THIEF}))
    assert not EmailAddress.objects.filter(email=THIEF).exists()
    reauthenticate(session, EMAIL, "un essai")
    assert not EmailAddress.objects.filter(email=THIEF).exists()
    # Even with an address of theirs already there.
    EmailAddress.objects.create(user=owner, email=THIEF, verified=True)
    assert asked_again(session.post(EMAIL, {"action_primary": "", "email": THIEF}))
    EmailAddress.objects.filter(user=owner).update(primary=False)
    assert asked_again(session.post(EMAIL, {"action_remove": "", "email": OWNER}))
    assert EmailAddress.objects.filter(user=owner, email=OWNER).exists()
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert asked_again(session.get(reverse(name)))


def test_the_owner_goes_on_where_they_were_asked(session: Client) -> None:
    session.post(EMAIL, {"action_add": "", "email": "nouvelle@exemple.fr"})
    page = reauthenticate(session, EMAIL)
    assert "nouvelle@exemple.fr" in page.text
    assert letters("nouvelle@exemple.fr") == ["Confirmez votre adresse"]


def test_the_address_that_was_there_hears_of_all(session: Client, owner: User) -> None:
    session.post(EMAIL, {"action_add": "", "email": THIEF})
    reauthenticate(session, EMAIL)
    EmailAddress.objects.filter(email=THIEF).update(verified=True)
    session.post(EMAIL, {"action_primary": "", "email": THIEF})
    session.post(EMAIL, {"action_remove": "", "email": OWNER})
    assert not EmailAddress.objects.filter(email=OWNER).exists()
    assert letters(OWNER) == [
        "Une adresse a été ajoutée",
        "Votre adresse a changé",
        "Une adresse a été retirée",
    ]


def test_an_address_never_confirmed_hears_nothing_when_it_goes(session: Client) -> None:
    session.post(EMAIL, {"action_add": "", "email": "inconnue@exemple.fr"})
    reauthenticate(session, EMAIL)
    session.post(EMAIL, {"action_remove": "", "email": "inconnue@exemple.fr"})
    assert "Une adresse a été retirée" not in letters("inconnue@exemple.fr")


def test_an_address_that_another_account_was_made_with_is_said(
    session: Client, owner: User
) -> None:
    factories.user(email="prise@exemple.fr")
    EmailAddress.objects.create(user=owner, email="prise@exemple.fr", verified=True)
    session.post(EMAIL, {"action_primary": "", "email": "prise@exemple.fr"})
    page = reauthenticate(session, EMAIL)
    assert "Un autre compte se connecte par cette adresse" in page.text
    assert EmailAddress.objects.get(user=owner, primary=True).email == OWNER
