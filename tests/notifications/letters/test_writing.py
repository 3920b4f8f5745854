"""An e-mail, as it is written."""

import pytest

from notifications.letters.writing import letter_to
from notifications.words import Words
from tests import factories

WORDS = Words("Sujet", "Résumé", "", "/dossiers/1/", "Répondre aux compléments")


@pytest.mark.django_db
def test_the_message_id_follows_from_the_event_and_the_person():
    one, other = factories.user(), factories.user()

    def known_as(person, event):
        headers = letter_to(person, WORDS, event).message_to(person.email).extra_headers
        return headers["Message-ID"]

    first = known_as(one, "dossier.submit:1:2")
    assert known_as(one, "dossier.submit:1:2") == first
    assert known_as(other, "dossier.submit:1:2") != first
    assert known_as(one, "dossier.submit:1:3") != first
    assert first.endswith("@cress.example>")


@pytest.mark.django_db
def test_a_letter_leaves_whatever_its_subject_holds():
    words = Words("Une ligne\r\nBcc: x@exemple.fr", "", "", "/")
    message = letter_to(factories.user(), words, "clé").message_to("a@exemple.fr")
    assert message.subject == "Une ligne Bcc: x@exemple.fr"


@pytest.mark.django_db
def test_it_names_what_to_do_and_where_one_chooses_what_one_receives(settings):
    settings.OSE_BASE_URL = "https://ose.exemple.fr"
    message = letter_to(factories.user("Camille"), WORDS, "clé").message_to("a@exemple.fr")
    assert message.body.startswith("Bonjour Camille,\n\nRésumé\n\n")
    assert "Répondre aux compléments\u00a0: https://ose.exemple.fr/dossiers/1/" in message.body
    assert "https://ose.exemple.fr/notifications/preferences/" in message.body
