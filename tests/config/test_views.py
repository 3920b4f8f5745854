"""What a site owes to the public, at the foot of every page."""

import pytest
from django.test import Client
from django.urls import reverse

from config.middleware import PERSON_COOKIE
from directory.accounts.browsers import COOKIE as BROWSER_COOKIE
from tests import factories
from tests.directory.accounts.browsing import confirmed

PAGES = ("legal", "privacy", "accessibility")


@pytest.mark.django_db
def test_every_page_leads_to_them() -> None:
    member = Client()
    member.force_login(factories.user())
    for page in (Client().get("/registre/"), member.get("/taches/")):
        for name in PAGES:
            assert f'href="{reverse(name)}"' in page.text


@pytest.mark.parametrize("name", PAGES)
def test_each_says_whom_to_write_to(client: Client, settings, name: str) -> None:
    settings.OSE_CONTACT_EMAIL = "label@exemple.fr"
    assert "label@exemple.fr" in client.get(reverse(name)).text


def test_the_publisher_is_that_of_the_settings(client: Client, settings) -> None:
    settings.OSE_PUBLISHER = {
        "name": "CRESS d’essai",
        "address": "1, place du Marché, Angers",
        "director": "Charlie Morel",
        "host": "L’Hébergeur coopératif, Nantes",
    }
    page = client.get(reverse("legal")).text
    for said in settings.OSE_PUBLISHER.values():
        assert said in page


@pytest.mark.django_db
def test_the_cookies_are_those_that_are_told(client: Client) -> None:
    person = confirmed(factories.user())
    page = client.get(reverse("privacy")).text
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": person.email, "password": factories.PASSWORD})
    client.get("/taches/")
    assert set(client.cookies) == {"sessionid", "csrftoken", PERSON_COOKIE, BROWSER_COOKIE}
    for name in client.cookies:
        assert f"<b>{name}</b>" in page
