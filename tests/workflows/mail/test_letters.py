"""A letter, in its two parts, and its headers."""

import email
import email.policy
import re
from typing import Any

import pytest
from django.core.mail import EmailMessage

from workflows.mail.letters import Letter
from workflows.mail.source import Action

LONG = "Accusé de réception\u00a0: Coopérative du Fanal et des Marais est votre organisation"


@pytest.fixture(autouse=True)
def outside(settings: Any) -> None:
    settings.OSE_BASE_URL = "https://ose.exemple.fr/"


def letter(**more: Any) -> Letter:
    asked: dict[str, Any] = {
        "subject": LONG,
        "text": "Une phrase <b>nue</b> & « sûre ».\n\n> Dit <script>alert(1)</script>\n\n- un",
        "key": "clé",
        "action": Action("Répondre aux compléments", "/dossiers/1/"),
    }
    return Letter(**(asked | more))


def received(message: EmailMessage) -> Any:
    """As a mail client reads it."""
    return email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)


def test_both_parts_say_the_same_and_name_the_action() -> None:
    mail = received(letter().message_to("a@exemple.fr"))
    assert mail.get_content_type() == "multipart/alternative"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "Répondre aux compléments\u00a0: https://ose.exemple.fr/dossiers/1/" in text
    assert html.count('href="https://ose.exemple.fr/dossiers/1/"') == 1
    assert html.count(">Répondre aux compléments</a>") == 1
    assert html.count("<br>https://ose.exemple.fr/dossiers/1/") == 1  # in clear
    assert "<blockquote" in html
    assert "<li" in html


def test_what_people_wrote_is_no_html() -> None:
    html = letter(first_name="<i>Jo</i>").html
    assert "<script" not in html
    assert "<b>nue" not in html
    assert "&lt;i&gt;Jo" in html
    assert "Une phrase <b>nue</b> & « sûre »." in letter().body


def test_nothing_is_fetched_from_anywhere() -> None:
    html = letter(choose_url="/notifications/preferences/").html
    assert not re.search(
        r"<(img|link|script|iframe|object|form)|url\(|@import|@font-face|src=", html
    )


def test_the_headers_are_those_of_an_automatic_letter_that_one_may_answer() -> None:
    mail = received(letter(choose_url="/e-mails/", stop_url="/stop/x/").message_to("a@exemple.fr"))
    assert mail["Subject"] == LONG
    assert mail["Reply-To"] == "label@cress.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-ID"] == "OSE Pays de la Loire <ose.ose.exemple.fr>"
    assert mail["List-Unsubscribe"] == "<https://ose.exemple.fr/stop/x/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Date"]
    kept = received(letter(choose_url="/e-mails/").message_to("a@exemple.fr"))
    assert kept["List-Unsubscribe"] is None
    assert kept["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize(
    "subject", [LONG, "Court", "À vérifier\u00a0: " + "très long " * 12, "mots simples " * 9]
)
def test_a_subject_has_no_space_too_many(subject: str) -> None:
    raw = letter(subject=subject).message_to("a@exemple.fr").message().as_bytes()
    assert b"Subject: \n" not in raw
    assert email.message_from_bytes(raw, policy=email.policy.default)["Subject"] == subject.strip()


def test_the_message_id_follows_from_its_key() -> None:
    known = [
        letter(key=key).message_to("a@exemple.fr").extra_headers["Message-ID"] for key in "aab"
    ]
    assert known[0] == known[1] != known[2]
    assert known[0].endswith("@cress.example>")


def test_a_letter_that_asks_for_nothing_has_no_button() -> None:
    html = letter(action=None).html
    assert "<a " not in html
    assert "Copiez cette adresse" not in html
