"""Every page of the structure, in every state: it opens, for its people only."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.enums import MembershipRole, PrincipleKey
from labelling.enums import DossierState
from labelling.home import structure_home_context
from tests import factories

pytestmark = pytest.mark.django_db

PAGES = ["detail", "history", "sign", "commitments", "presentation", "complements", "appeal"]


def client_of(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


@pytest.mark.parametrize("state", list(DossierState))
def test_every_page_opens_in_every_state(state: DossierState) -> None:
    made = factories.dossier(state)
    contributor = factories.user("Alix", "Renaud")
    factories.membership(contributor, made.organisation, MembershipRole.CONTRIBUTOR)
    for person in (factories.representative_of(made), contributor):
        client = client_of(person)
        for name in [*PAGES, "withdraw"]:
            page = client.get(reverse(f"labelling:{name}", args=[made.pk]))
            assert page.status_code == 200, name
        for key in PrincipleKey:
            url = reverse("labelling:principle", args=[made.pk, key])
            assert client.get(url, follow=True).status_code == 200
