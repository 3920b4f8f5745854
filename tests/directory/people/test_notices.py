"""What is said of a message, and to whom."""

import pytest

from tests import factories
from tests.notifications.reading import read
from workflows.correspondence.operations import post_message
from workflows.outbox.notices import notices_of


@pytest.mark.django_db
def test_what_is_said_of_a_message():
    dossier = factories.dossier("under_instruction")
    message = post_message(dossier, author=dossier.assignee, body="Bonjour, une question.")
    [words] = read("message.post", message)
    assert words.details.startswith("> Bonjour, une question.")
    assert words.url == f"/affaires/{dossier.pk}/messages/"


@pytest.mark.django_db
def test_a_message_is_for_the_whole_cress_until_somebody_is_in_charge():
    waiting, taken = factories.dossier("submitted"), factories.dossier("under_instruction")
    staff = {factories.instructor(), factories.manager(), taken.assignee}
    [said] = notices_of("message.post")
    for dossier, told in ((waiting, staff), (taken, {taken.assignee})):
        author = factories.representative_of(dossier)
        message = post_message(dossier, author=author, body="Bonjour.")
        assert set(said.users(message)) == told | {author}
