"""The title of a page that shows a form in error begins with « Erreur : », wherever it is."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState as S
from tests import factories
from tests.files import pdf
from tests.labelling.browsing import client_of

pytestmark = pytest.mark.django_db
ERROR = "Erreur\u00a0: "


def title(page: Any) -> str:
    found = re.findall(r"<title>(.*?)</title>", page.text)
    assert len(found) == 1
    return str(found[0])


def in_error(client: Client, address: str, data: dict[str, Any]) -> str:
    """The title of the page once `data` is refused; it had no error before."""
    before = title(client.get(address))
    assert not before.startswith(ERROR)
    page = client.post(address, data)
    assert page.status_code in (200, 422), address
    assert title(page) == ERROR + before
    return title(page)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_login", {"login": "personne@exemple.fr", "password": "rien"}),
        ("account_signup", {}),
        ("account_reset_password", {"email": "pas une adresse"}),
    ],
)
def test_at_the_entrance(name: str, data: dict[str, str]) -> None:
    in_error(Client(), reverse(name), data)


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("labelling:commitments", {"commitments": ""}, S.COMMITTED),
        ("labelling:presentation", {"member_count": "beaucoup"}, S.COMMITTED),
        ("labelling:sign", {"name": ""}, S.DRAFT),
        ("labelling:appeal", {"reason": ""}, S.REFUSED),
        ("workflows:messages", {"body": ""}, S.SUBMITTED),
        ("workflows:files", {"slot": ""}, S.COMMITTED),
    ],
)
def test_on_the_pages_of_a_dossier(name: str, data: dict[str, str], state: S) -> None:
    factories.charter_version()
    made = factories.dossier(state)
    client = client_of(factories.representative_of(made))
    in_error(client, reverse(name, args=[made.pk]), data)


def test_on_the_page_of_a_principle_and_on_one_with_several_forms(settings: Any) -> None:
    made = factories.dossier(S.TO_COMPLETE)
    settings.OSE_CASE_FILES_A_DAY = 0
    client = client_of(factories.representative_of(made))
    principle = reverse("labelling:principle", args=[made.pk, "practices"])
    text = made.evidence.get(principle="practices").text
    assert made.organisation.name in in_error(client, principle, {"uploads": pdf(), "text": text})
    asked = made.complements.get()
    in_error(
        client, reverse("labelling:complements", args=[made.pk]), {f"c{asked.pk}-uploads": pdf()}
    )


def test_on_the_pages_of_the_cress() -> None:
    made: Dossier = factories.dossier(S.UNDER_INSTRUCTION)
    instructor = client_of(made.assignee)
    in_error(instructor, reverse("labelling:request_complements", args=[made.pk]), {"rows": "1"})
    in_error(client_of(factories.manager()), reverse("committee:plan"), {})


def test_a_dossier_is_named_in_the_title_of_its_history() -> None:
    made = factories.dossier(S.SUBMITTED)
    page = client_of(factories.representative_of(made)).get(
        reverse("workflows:history", args=[made.pk])
    )
    assert title(page).startswith(f"Historique, {made.organisation.name}, {made.reference}")
