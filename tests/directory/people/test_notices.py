"""What is said of a message."""

import pytest

from tests import factories
from tests.notifications.reading import read
from workflows.correspondence.operations import post_message


@pytest.mark.django_db
def test_what_is_said_of_a_message():
    dossier = factories.dossier("under_instruction")
    message = post_message(dossier, author=dossier.assignee, body="Bonjour, une question.")
    [words] = read("message.post", message)
    assert words.details.startswith("Bonjour, une question.")
    assert words.url == dossier.get_absolute_url()
