"""A form sent after the session ended: kept until it is sent again, save what must not be."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from directory.people.models import User
from tests import factories
from workflows.pages.recovery import MOST_KEPT

pytestmark = pytest.mark.django_db

MINE = "/dossiers/"
WORDS = "Nous répondrons\njeudi."


def send(client: Client, fields: dict[str, str], *, page: str) -> Any:
    return client.post("/notifications/preferences/", fields, headers={"Referer": page})


def whose_session_ended() -> tuple[Client, User]:
    """The browser of someone who was signed in, and saw a page or more."""
    user = factories.user()
    client = Client()
    client.force_login(user)
    client.get(MINE)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    return client, user


def test_one_comes_back_to_the_page_of_the_form_with_what_was_typed() -> None:
    client, user = whose_session_ended()
    answer = send(client, {"body": WORDS, "password": "à moi"}, page=f"http://testserver{MINE}?q=1")
    assert answer.status_code == 302
    assert answer.url == "/compte/login/?next=/dossiers/%3Fq%3D1"
    assert "ce que vous aviez écrit est gardé" in client.get(answer.url).text
    client.force_login(user)
    assert WORDS not in client.get("/taches/").text
    for _ in range(2):  # reading the page again loses nothing
        page = client.get(MINE).text
        assert WORDS in page
        assert "à moi" not in page
    client.post("/notifications/lues/")
    assert WORDS not in client.get(MINE).text


@pytest.mark.parametrize(
    ("page", "field", "typed", "label", "words"),
    [
        (
            "presentation",
            "held_on",
            "2026-06-18",
            "Date de l’assemblée générale",
            "18\u00a0juin\u00a02026",
        ),
        ("presentation", "held_on", "juin dernier", "Date de l’assemblée générale", "juin dernier"),
        (
            "presentation",
            "staff_not_applicable",
            "Pas de salarié",
            "Salariés\u00a0: pourquoi c’est sans objet",
            "Pas de salarié",
        ),
        (
            "presentation",
            "debated",
            "yes",
            "Un débat a-t-il eu lieu\u00a0?",
            "Oui, l’assemblée en a débattu",
        ),
        ("signature", "accepted", "on", "J’ai lu la charte", "oui"),
        ("complements", "c12-answer", WORDS, "Votre réponse", "Nous répondrons"),
        ("demander-des-complements", "request_3", WORDS, "Votre demande", "Nous répondrons"),
        ("appreciations", "reasons_practices", WORDS, "Motif du principe 3", "Nous répondrons"),
        ("presentation", "unheard_of", WORDS, "Texte", "Nous répondrons"),
    ],
)
def test_what_was_typed_is_told_in_the_words_of_its_form(
    page: str, field: str, typed: str, label: str, words: str
) -> None:
    client, user = whose_session_ended()
    origin = {"Referer": f"http://testserver{MINE}"}
    client.post(f"/dossiers/1/{page}/", {field: typed}, headers=origin)
    client.force_login(user)
    _, _, after = client.get(MINE).text.partition("Ce que vous aviez écrit")
    panel, _, _ = after.partition("</section>")
    assert label in panel
    assert words in panel
    assert field not in panel


def test_what_one_person_typed_is_given_back_to_no_other() -> None:
    client, user = whose_session_ended()
    send(client, {"body": WORDS}, page=f"http://testserver{MINE}")
    client.force_login(factories.user())
    assert WORDS not in client.get(MINE).text
    client.force_login(user)
    assert WORDS not in client.get(MINE).text


def test_a_browser_that_knew_nobody_keeps_nothing() -> None:
    client = Client()
    answer = send(client, {"body": WORDS}, page=f"http://testserver{MINE}")
    assert "rien n’a été enregistré" in client.get(answer.url).text
    client.force_login(factories.user())
    assert WORDS not in client.get(MINE).text


def test_a_part_of_a_page_says_in_its_place_that_the_session_ended() -> None:
    client, _ = whose_session_ended()
    answer = client.post("/pieces/1/retirer/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert '<p role="alert">Votre session a pris fin.' in answer.text
    assert "<html" not in answer.text


def test_nobody_elses_page_is_come_back_to() -> None:
    answer = send(Client(), {"body": WORDS}, page="https://ailleurs.example/dossiers/")
    assert answer.url == "/compte/login/?next=/"


def test_far_too_much_is_not_kept_and_it_is_said() -> None:
    client, user = whose_session_ended()
    sent = {"body": "a" * (MOST_KEPT + 1)}
    answer = send(client, sent, page=f"http://testserver{MINE}")
    assert "rien n’a été enregistré" in client.get(answer.url).text
    client.force_login(user)
    assert "Ce que vous aviez écrit" not in client.get(MINE).text


def test_a_page_asked_for_without_a_session_is_where_one_lands() -> None:
    answer = Client().get("/dossiers/?avant=3", headers={"Referer": "http://testserver/taches/"})
    assert answer.headers["Location"] == "/compte/login/?next=/dossiers/%3Favant%3D3"
