"""A form sent after the session ended: kept until it is sent again, save what must not be."""

from typing import Any

import pytest
from django.test import Client

from tests import factories
from workflows.typed import MOST_KEPT

pytestmark = pytest.mark.django_db

MINE = "/dossiers/"
WORDS = "Nous répondrons\njeudi."


def send(client: Client, fields: dict[str, str], *, page: str) -> Any:
    return client.post("/notifications/preferences/", fields, headers={"Referer": page})


def test_one_comes_back_to_the_page_of_the_form_with_what_was_typed() -> None:
    client = Client()
    answer = send(client, {"body": WORDS, "password": "à moi"}, page=f"http://testserver{MINE}?q=1")
    assert answer.status_code == 302
    assert answer.url == "/compte/login/?next=/dossiers/%3Fq%3D1"
    assert "ce que vous aviez écrit est gardé" in client.get(answer.url).text
    client.force_login(factories.user())
    assert WORDS not in client.get("/taches/").text
    for _ in range(2):  # reading the page again loses nothing
        page = client.get(MINE).text
        assert WORDS in page
        assert "à moi" not in page
    client.post("/notifications/lues/")
    assert WORDS not in client.get(MINE).text


def test_nobody_elses_page_is_come_back_to() -> None:
    answer = send(Client(), {"body": WORDS}, page="https://ailleurs.example/dossiers/")
    assert answer.url == "/compte/login/?next=/"


@pytest.mark.parametrize("fields", [{}, {"expected": "draft"}, {"body": "a" * (MOST_KEPT + 1)}])
def test_nothing_worth_keeping_or_far_too_much_is_not_kept(fields: dict[str, str]) -> None:
    client = Client()
    answer = send(client, fields, page=f"http://testserver{MINE}")
    assert "rien n’a été enregistré" in client.get(answer.url).text
    client.force_login(factories.user())
    assert "Ce que vous aviez écrit" not in client.get(MINE).text


def test_a_page_asked_for_without_a_session_is_where_one_lands() -> None:
    answer = Client().get("/dossiers/?avant=3", headers={"Referer": "http://testserver/taches/"})
    assert answer.headers["Location"] == "/compte/login/?next=/dossiers/%3Favant%3D3"
