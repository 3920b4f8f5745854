"""From nothing to a declared organisation, through the confirmation message."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from directory.models import Organisation, User
from tests import factories
from tests.directory.making import declaration, logged_in

pytestmark = pytest.mark.django_db
PASSWORD = "trois haies et un verger"


def sign_up(client: Client, **changed: str):
    typed = {
        "first_name": "Maëlle",
        "last_name": "Riou",
        "email": "Maelle@Exemple.fr",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    return client.post(reverse("account_signup"), {**typed, **changed}, follow=True)


def confirm(client: Client):
    found = re.search(r"https?://[^/]+(/compte/\S+)", str(mail.outbox[-1].body))
    assert found
    return client.post(found[1], follow=True)


def test_from_signing_up_to_a_declared_organisation() -> None:
    client = Client()
    response = sign_up(client)
    assert "Vérifiez votre messagerie" in response.content.decode()
    assert mail.outbox[-1].to == ["maelle@exemple.fr"]
    assert reverse("directory:declare") not in response.content.decode()

    response = confirm(client)
    assert response.redirect_chain[-1][0] == reverse("directory:declare")

    typed = declaration(name="Les Jardins du Bocage")
    client.post(reverse("directory:declare"), typed)
    membership = Organisation.objects.get(siren=typed["identifier"]).memberships.get()
    assert membership.user.get_full_name() == "Maëlle Riou"
    assert (membership.role, membership.state) == ("representative", "active")
    assert membership.function == "Présidente"
    page = client.get(membership.organisation.get_absolute_url())
    assert "Les Jardins du Bocage" in page.content.decode()


def test_nobody_enters_before_confirming() -> None:
    client = Client()
    sign_up(client)
    response = client.post(
        reverse("account_login"), {"login": "maelle@exemple.fr", "password": PASSWORD}, follow=True
    )
    assert "Vérifiez votre messagerie" in response.content.decode()
    assert client.get(reverse("directory:declare")).status_code == 302


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"first_name": ""}, "Ce champ est obligatoire"),
        ({"password1": "court", "password2": "court"}, "au minimum 12 caractères"),
        ({"email": "maelle"}, "adresse"),
    ],
)
def test_what_is_wrong_is_said_in_french_and_the_rest_is_kept(changed, sentence) -> None:
    response = sign_up(Client(), **changed)
    page = response.content.decode()
    assert sentence in page
    assert "Riou" in page
    assert not User.objects.filter(last_name="Riou").exists()


def test_an_address_already_known_is_not_revealed() -> None:
    known = factories.user(email="maelle@exemple.fr")
    response = sign_up(Client())
    assert "Vérifiez votre messagerie" in response.content.decode()
    assert list(User.objects.filter(email="maelle@exemple.fr")) == [known]


def test_whoever_asked_to_join_finds_their_request() -> None:
    asked = factories.membership(
        factories.user(), factories.organisation("Les Jardins"), "contributor", state="requested"
    )
    response = logged_in(asked.user).get(reverse("home"), follow=True)
    assert "Votre demande est partie" in response.content.decode()


def test_whoever_belongs_somewhere_is_not_sent_to_declare() -> None:
    person = factories.representative()
    response = logged_in(person).get(reverse("home"))
    assert response.status_code == 200
