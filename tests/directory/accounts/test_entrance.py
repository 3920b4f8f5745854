"""From nothing to a declared organisation, through the confirmation message."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from directory.organisations.models import Organisation
from directory.people.models import User
from tests import factories
from tests.directory.making import declaration, logged_in
from tests.notifications.draining import drain

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
    drain()
    found = re.search(r"https?://[^/]+(/compte/\S+)", str(mail.outbox[-1].body))
    assert found
    return client.post(found[1], follow=True)


def test_from_signing_up_to_a_declared_organisation() -> None:
    client = Client()
    response = sign_up(client)
    assert "Vérifiez votre messagerie" in response.content.decode()
    drain()
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
        ({"first_name": ""}, "Indiquez votre prénom."),
        ({"password1": "court", "password2": "court"}, "12\u00a0caractères au moins"),
        ({"email": "maelle"}, "adresse"),
    ],
)
def test_what_is_wrong_is_said_in_french_and_the_rest_is_kept(changed, sentence) -> None:
    response = sign_up(Client(), **changed)
    page = response.content.decode()
    assert sentence in page
    assert "Riou" in page
    assert not User.objects.filter(last_name="Riou").exists()


@pytest.mark.parametrize(
    ("name", "signed_in"),
    [
        ("account_login", False),
        ("account_signup", False),
        ("account_reset_password", False),
        ("account_email", True),
    ],
)
def test_an_address_has_one_name_on_every_page(name: str, signed_in: bool) -> None:
    client = logged_in(factories.user()) if signed_in else Client()
    page = client.get(reverse(name)).text
    assert ">Adresse e-mail<" in page
    assert "ourriel" not in page
    assert "placeholder" not in page
    sent = {"login": "maelle", "email": "maelle", "password": "x", "action_add": ""}
    refused = client.post(reverse(name), sent).text
    assert "Écrivez une adresse e-mail, par exemple prenom.nom@exemple.fr." in refused
    assert "ourriel" not in refused


def test_no_page_nor_letter_has_another_word_for_an_e_mail() -> None:
    found = [
        path.name
        for path in (settings.BASE_DIR / "templates").rglob("*.*")
        if re.search(r"courriel|électronique", path.read_text(), re.IGNORECASE)
    ]
    assert found == []


def test_a_password_is_asked_for_in_one_sentence_that_tells_its_length() -> None:
    for name in ("account_signup", "account_change_password"):
        page = logged_in(factories.user()).get(reverse(name)) if "change" in name else None
        text = (page or Client().get(reverse(name))).text
        assert "Au moins 12 caractères." in text
        assert "entièrement numérique" not in text
    eleven = "trois haies"
    assert (
        "il lui faut 12\u00a0caractères"
        in sign_up(Client(), password1=eleven, password2=eleven).text
    )


def test_a_wrong_password_and_too_many_of_them_are_said_without_order(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1/m/ip"}
    for sentence in ("ne convient pas", "Réessayez dans quelques minutes"):
        sent = {"login": "maelle@exemple.fr", "password": "x"}
        page = Client().post(reverse("account_login"), sent).text
        assert sentence in page
        assert "euillez" not in page


def test_an_address_too_long_to_be_kept_whole_is_refused() -> None:
    known = User.objects.count()
    page = Client().post(
        reverse("account_signup"),
        {
            "first_name": "Camille",
            "last_name": "Roux",
            "email": f"{'x' * 300}@exemple.fr",
            "password1": "un mot de passe bien long",
            "password2": "un mot de passe bien long",
        },
    )
    assert "Cette adresse dépasse 254 caractères." in page.text
    assert User.objects.count() == known


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


def test_an_address_alone_is_changed_by_adding_another() -> None:
    person = factories.user(email="camille@exemple.fr")
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    client, url = logged_in(person), reverse("account_email")
    page = client.get(url).text
    assert "ajoutez d’abord une autre adresse" in page
    assert buttons(page) == {"action_add"}
    EmailAddress.objects.create(user=person, email="autre@exemple.fr")
    page = client.get(url).text
    assert "ajoutez d’abord une autre adresse" not in page
    assert buttons(page) == {"action_add", "action_send", "action_remove"}
    EmailAddress.objects.update(verified=True)
    assert buttons(client.get(url).text) == {"action_add", "action_primary", "action_remove"}
    client.post(url, {"action_primary": "", "email": "autre@exemple.fr"})
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD, "next": url})
    assert EmailAddress.objects.get(primary=True).email == "autre@exemple.fr"


def buttons(page: str) -> set[str]:
    return set(re.findall(r'name="(action_\w+)"', page))
