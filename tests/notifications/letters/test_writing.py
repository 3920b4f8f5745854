"""An e-mail, as it is written."""

import pytest

from notifications.letters.writing import letter_to
from notifications.words import Words
from tests import factories


@pytest.mark.django_db
def test_the_message_id_follows_from_the_event_and_the_person():
    words = Words("Sujet", "Résumé", "", "/dossiers/1/")
    one, other = factories.user(), factories.user()
    first = letter_to(one, words, "dossier.submit:1:2").extra_headers["Message-ID"]
    assert letter_to(one, words, "dossier.submit:1:2").extra_headers["Message-ID"] == first
    assert letter_to(other, words, "dossier.submit:1:2").extra_headers["Message-ID"] != first
    assert letter_to(one, words, "dossier.submit:1:3").extra_headers["Message-ID"] != first
    assert first.endswith("@cress.example>")


@pytest.mark.django_db
def test_a_letter_leaves_whatever_its_subject_holds():
    words = Words("Une ligne\r\nBcc: x@exemple.fr", "", "", "/")
    letter = letter_to(factories.user(), words, "clé")
    assert letter.subject == "Une ligne Bcc: x@exemple.fr"
