"""An organisation that nobody represents, as its page says it to each of those who read it."""

import pytest
from django.urls import reverse

from directory.organisations.models import Organisation
from directory.representation.operations import open_claim
from notifications.words import Words
from tests import factories
from tests.directory.making import declaration, logged_in
from tests.notifications.reading import read
from workflows.actors import Actor
from workflows.engine import perform
from workflows.presentation.links import absolute

pytestmark = pytest.mark.django_db
NEVER = "Personne ne représente encore cette organisation"
NO_MORE = "Plus personne ne représente cette organisation"


@pytest.fixture
def organisation() -> Organisation:
    return factories.organisation("Le Relais")


def claim_of(organisation: Organisation) -> str:
    return reverse("directory:open_claim", args=[organisation.pk])


def said(words: Words) -> str:
    return words.summary + words.details


def test_the_cress_reads_what_to_hand_on_and_no_link_to_claim_it_itself(
    organisation: Organisation,
) -> None:
    page = logged_in(factories.manager()).get(organisation.get_absolute_url()).text
    assert NEVER in page
    assert NO_MORE not in page
    assert absolute(claim_of(organisation)) in page
    assert f'href="{claim_of(organisation)}"' not in page
    assert "Personne pour l’instant." in page


def test_of_one_that_somebody_represented_it_says_no_more(organisation: Organisation) -> None:
    last = factories.membership(factories.user(), organisation)
    manager = factories.manager()
    perform(last, "revoke", actor=Actor.of(manager), reason="Mandat terminé.")
    page = logged_in(manager).get(organisation.get_absolute_url()).text
    assert NO_MORE in page
    assert NEVER not in page


def test_whoever_claims_it_takes_nobody_s_place(organisation: Organisation) -> None:
    client = logged_in(factories.user())
    in_place = "quelqu’un d’autre agit"
    pages = [claim_of(organisation), reverse("directory:join", args=[organisation.pk])]
    for page in pages:
        shown = client.get(page).text
        assert in_place not in shown
        assert "la personne qui le fait ici" not in shown
    assert "Personne ne la représente ici" in client.get(pages[1]).text
    typed = declaration(identifier=organisation.siren)
    twin = client.post(reverse("directory:declare"), typed).text
    assert claim_of(organisation) in twin
    assert in_place not in twin
    claim = open_claim(
        organisation=organisation, user=factories.user(), function="Gérante", explanation="PV."
    )
    judged = logged_in(factories.manager())
    assert "Entendez aussi" not in judged.get(claim.get_absolute_url()).text
    assert not any(in_place in said(words) for words in read("representationclaim.open", claim))
    factories.representative(organisation)
    for page in pages:
        assert in_place in client.get(page).text
    assert in_place in client.post(reverse("directory:declare"), typed).text
    assert "Entendez aussi" in judged.get(claim.get_absolute_url()).text
    assert any(in_place in said(words) for words in read("representationclaim.open", claim))
