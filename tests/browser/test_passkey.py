"""A passkey in a real browser: made, asked for at the next sign-in, and good for nothing else."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person, with_account
from tests.browser.serving import Site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INDEX = "/compte/double-authentification/"
# A device of one's own, whose sensor recognises whoever touches it.
SENSOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def device(page: Page) -> None:
    """Give the browser of `page` an authenticator."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": SENSOR})


def at_home(person: NewPerson, site: Site) -> Person:
    """Someone at `localhost`: a passkey belongs to a name, no browser makes one for 127.0.0.1."""
    return person(base_url=site.url.replace("127.0.0.1", "localhost"))


def test_a_passkey_is_made_and_opens_the_next_session(person: NewPerson, site: Site) -> None:
    user = with_account(factories.user())
    someone = at_home(person, site)
    page = someone.page
    device(page)
    someone.sign_in(user.email)
    someone.go(f"{INDEX}cle/")
    someone.fill({"Mot de passe": factories.PASSWORD})
    someone.press("Confirmer")
    someone.fill({"Nom de la clé": "Mon téléphone"})
    someone.press("Ajouter une clé d’accès")
    expect(page.get_by_role("heading", level=1)).to_have_text("Codes de secours")
    someone.go(INDEX)
    expect(page.locator("main")).to_contain_text("Mon téléphone")
    someone.shoot("cle-acces")
    someone.go("/compte/logout/")
    someone.press("Se déconnecter")

    someone.go("/compte/login/")
    someone.sign_in(user.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirmer la connexion")
    someone.shoot("cle-acces-connexion")
    someone.press("Utiliser une clé d’accès")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Confirmer la connexion")
    someone.go("/taches/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes tâches")


def test_a_browser_without_a_passkey_says_so_and_makes_none(person: NewPerson) -> None:
    user = with_account(factories.user())
    someone = person()  # at an address, which has no name: the browser refuses
    someone.sign_in(user.email)
    someone.go(f"{INDEX}cle/")
    someone.fill({"Mot de passe": factories.PASSWORD})
    someone.press("Confirmer")
    someone.press("Ajouter une clé d’accès")
    expect(someone.page.get_by_text("n’a donné aucune clé")).to_be_visible()
    assert not Authenticator.objects.exists()
