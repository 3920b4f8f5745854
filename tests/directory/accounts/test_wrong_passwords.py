"""How many wrong passwords are judged, and whom they never shut out."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from config.settings.base import ACCOUNT_RATE_LIMITS
from directory.accounts.browsers import COOKIE
from directory.people.models import User
from tests import factories
from tests.directory.accounts.browsing import confirmed
from tests.notifications.draining import drain

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"
WRONG = "pas-le-bon-mot-de-passe"


@pytest.fixture(autouse=True)
def _limits(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS


@pytest.fixture
def chair() -> User:
    return confirmed(factories.user(email="presidence@exemple.fr"))


def log_in(chair: User, password: str, place: str, browser: Client | None = None, **more: Any):
    """What the page says of a sign-in from `place`; « entered » once in."""
    client = browser or Client()
    typed = {"login": chair.email, "password": password}
    page = client.post(reverse("account_login"), typed, REMOTE_ADDR=place, **more)
    return page.text if page.status_code == 200 else "entered"


def attack(chair: User, times: int) -> None:
    """Wrong passwords, each from another network."""
    for number in range(times):
        log_in(chair, WRONG, f"198.51.{number}.1")


def test_wrong_passwords_typed_elsewhere_shut_nobody_out(chair: User) -> None:
    for _ in range(5):
        assert "Trop d’essais" not in log_in(chair, WRONG, HERE)
    assert "Trop d’essais" in log_in(chair, factories.PASSWORD, HERE)
    assert log_in(chair, factories.PASSWORD, ELSEWHERE) == "entered"


def test_a_network_is_one_place_however_many_addresses_it_has(chair: User) -> None:
    judged = [
        "Trop d’essais" not in log_in(chair, WRONG, f"2001:db8:1:{number:x}::{number:x}")
        for number in range(30)
    ]
    assert judged.count(True) == 5
    assert log_in(chair, factories.PASSWORD, "2001:db8:2::1") == "entered"


def test_the_port_of_the_request_opens_no_other_account_of_tries(chair: User) -> None:
    judged = [
        "Trop d’essais" not in log_in(chair, WRONG, HERE, headers={"host": f"testserver:{port}"})
        for port in range(8000, 8010)
    ]
    assert judged.count(True) == 5


def test_an_account_has_a_ceiling_over_all_places(chair: User) -> None:
    attack(chair, 20)
    said = log_in(chair, factories.PASSWORD, ELSEWHERE)
    assert "depuis divers endroits" in said
    assert "choisissez un nouveau mot de passe" in said


def test_the_ceiling_stops_no_browser_that_proved_itself(chair: User) -> None:
    mine = Client()
    assert log_in(chair, factories.PASSWORD, HERE, mine) == "entered"
    assert chair.email not in mine.cookies[COOKIE].value
    mine.post(reverse("account_logout"))
    attack(chair, 40)
    assert log_in(chair, factories.PASSWORD, ELSEWHERE, mine) == "entered"
    other = confirmed(factories.user())
    attack(other, 20)
    mine.post(reverse("account_logout"))
    assert "divers endroits" in log_in(other, factories.PASSWORD, ELSEWHERE, mine)


def test_a_forged_proof_is_none(chair: User) -> None:
    forger = Client()
    forger.cookies[COOKIE] = "e30:1abcde:signature"
    attack(chair, 20)
    assert "divers endroits" in log_in(chair, factories.PASSWORD, ELSEWHERE, forger)


def test_a_new_password_comes_in_while_strangers_try(chair: User) -> None:
    attack(chair, 20)
    mine = Client(REMOTE_ADDR=ELSEWHERE)
    mine.post(reverse("account_reset_password"), {"email": chair.email})
    drain()
    found = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[-1].body))
    assert found
    form = mine.get(found[1], follow=True).redirect_chain[-1][0]
    new = "un pommier contre le mur"
    mine.post(form, {"password1": new, "password2": new})
    attack(chair, 30)
    assert log_in(chair, new, ELSEWHERE, mine) == "entered"


def test_a_right_password_counts_for_nothing(chair: User) -> None:
    for _ in range(25):
        assert log_in(chair, factories.PASSWORD, HERE) == "entered"
