"""What one sets up stands under one's name, on every page."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def test_everyone_finds_their_own_settings_under_their_name() -> None:
    client = Client()
    client.force_login(factories.user())
    page = client.get(reverse("workflows:inbox")).text
    for name in (
        "notifications:preferences",
        "account_email",
        "account_change_password",
        "mfa_index",
    ):
        assert f'href="{reverse(name)}"' in page
    assert reverse("directory:team") not in page


def test_the_public_has_none() -> None:
    assert reverse("account_change_password") not in Client().get("/registre/").text


def test_the_register_leads_a_newcomer_to_an_account() -> None:
    client = Client()
    link = f'href="{reverse("account_signup")}"'
    assert link in client.get("/registre/").text
    client.force_login(factories.user())
    assert link not in client.get("/registre/").text
