"""A form without a valid token: one's own words are given back, a stranger's are never shown."""

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "Votre compte est bloqué, appelez le 01 23 45 67 89."
OWN, STRANGE = "http://testserver", "https://evil.example"


@pytest.mark.parametrize(
    ("headers", "shown"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "referer": f"{OWN}/taches/"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": OWN}, True),
        ({"origin": STRANGE}, False),
        ({"origin": "null"}, False),
        ({"origin": f"{OWN}:8099"}, False),
        ({"origin": STRANGE, "referer": f"{OWN}/taches/"}, False),
        ({"referer": f"{OWN}/notifications/preferences/"}, True),
        ({"referer": f"{STRANGE}/?{OWN}"}, False),
        ({"referer": "http://testserver.evil.example/"}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("path", ["/notifications/preferences/", "/compte/login/"])
def test_only_what_was_typed_here_is_shown(path: str, headers: dict[str, str], shown: bool) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.user())
    page = client.post(path, {"body": WORDS}, headers=headers)
    assert page.status_code == 403
    assert "Ce formulaire a expiré" in page.text
    assert (WORDS in page.text) is shown
    assert "Rouvrir le formulaire" in page.text


def test_the_form_is_reopened_where_it_is_and_not_where_it_was_sent() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.manager())
    form, sent_to = "/bureau/lots/?affaire=1", "/bureau/lots/apercu/"
    page = client.post(sent_to, headers={"referer": f"{OWN}{form}"})
    assert f'href="{OWN}{form}"' in page.text
    # A browser that does not say so is led to the address itself: it says that it is none.
    assert f'href="{sent_to}"' in client.post(sent_to).text
    opened = client.get(sent_to)
    assert (opened.status_code, opened["Allow"]) == (405, "POST")
    assert "Elle ne fait que recevoir un formulaire" in opened.text
