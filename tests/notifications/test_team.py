"""While it is rehearsed, a letter reaches the team, and nobody else by any of its parts."""

from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends import locmem

from directory.memberships.policies import members_of
from tests import factories
from tests.notifications.draining import drain
from workflows.correspondence.operations import post_message
from workflows.mail.letters import Letter
from workflows.mail.team import ToTheTeam, for_the_team

LEFT_OUT = {"Cc", "Bcc", "Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post", "X-Own"}
TEAM = ["equipe@cress.example", "direction@cress.example"]


class EmailBackend(ToTheTeam, locmem.EmailBackend):
    """What would be sent."""


@pytest.fixture
def rehearsed(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.EmailBackend"
    settings.OSE_TEAM_ONLY = TEAM


def letter() -> EmailMessage:
    made = Letter("Votre dossier", "Il est <prêt>.", "clé", stop_url="/stop/")
    message = made.message_to("camille@exemple.fr")
    message.cc, message.bcc = ["noe@exemple.fr"], ["alix@exemple.fr"]
    message.reply_to = ["visiteur@exemple.fr"]
    message.extra_headers |= {"To": "x@exemple.fr", "Resent-To": "y@exemple.fr", "X-Own": "z"}
    return message


def test_the_team_alone_is_written_to_by_every_header(rehearsed):
    letter().send()
    [sent] = mail.outbox
    assert sent.recipients() == TEAM
    headers = dict(sent.message().items())
    assert "exemple.fr" not in str(headers)
    assert headers["To"] == ", ".join(TEAM)
    assert headers.keys() & LEFT_OUT == set()
    assert headers["Message-ID"] == letter().extra_headers["Message-ID"]


def test_both_parts_say_for_whom_it_was_and_lose_nothing(rehearsed):
    letter().send()
    sent: Any = mail.outbox[0]
    assert sent.subject == "[Répétition] Votre dossier"
    for part in (sent.body, sent.alternatives[0].content):
        for address in ("camille@exemple.fr", "noe@exemple.fr", "alix@exemple.fr"):
            assert address in part
        assert "cette lettre était pour" in part
    assert "Il est <prêt>." in sent.body
    assert sent.alternatives[0].content.index("cette lettre était") > sent.alternatives[
        0
    ].content.index("<body")


def test_the_letter_itself_is_left_as_it_was(rehearsed):
    message = letter()
    message.send()
    assert message.to == ["camille@exemple.fr"]
    assert "Répétition" not in f"{message.body}{message.subject}"


@pytest.mark.parametrize("kind", [EmailMessage, EmailMultiAlternatives])
def test_any_message_is_kept_in(rehearsed, kind):
    kind("Sujet", "Texte", to=["camille@exemple.fr"]).send()
    assert mail.outbox[0].to == TEAM


def test_a_page_without_a_body_is_marked_all_the_same():
    message = EmailMultiAlternatives("Sujet", "Texte", to=["<camille>@exemple.fr"])
    message.attach_alternative("<p>Bonjour</p>", "text/html")
    made: Any = for_the_team(message, TEAM)
    assert made.alternatives[0].content.startswith("<p style=")
    assert "&lt;camille&gt;@exemple.fr" in made.alternatives[0].content


def test_a_team_of_nobody_sends_nothing(rehearsed, settings):
    settings.OSE_TEAM_ONLY = []
    assert get_connection().send_messages([letter()]) == 0
    assert mail.outbox == []


@pytest.mark.django_db
def test_what_happens_tells_the_team_and_its_pages_say_so(rehearsed, client):
    dossier = factories.dossier("under_instruction")
    post_message(dossier, author=dossier.assignee, body="Bonjour.")
    drain()
    assert mail.outbox
    assert {to for one in mail.outbox for to in one.recipients()} == set(TEAM)
    person = members_of(dossier.organisation_id).first()
    assert person
    assert any(person.email in one.body for one in mail.outbox)
    assert dossier.assignee
    client.force_login(dossier.assignee)
    said = "Répétition en cours"
    assert said in client.get("/").text
    assert said in client.get(dossier.get_absolute_url()).text
    client.force_login(person)
    assert said not in client.get("/").text
    assert said not in client.get("/registre/").text
