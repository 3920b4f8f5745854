"""Who would be written to, when, and what others read of a letter."""

import pytest

from notifications.preferences.enums import Pace, Way
from notifications.preferences.operations import choose
from notifications.previews.rehearsed import letters_of
from tests import factories
from workflows.correspondence.operations import post_message
from workflows.outbox.notices import Category


@pytest.mark.django_db
def test_each_reader_is_said_at_their_pace_and_nobody_s_key_is_shown():
    dossier = factories.dossier("under_instruction")
    people = [factories.user("Léa", "Blin"), factories.user("Noé", "Roy"), factories.user()]
    for person in people:
        factories.membership(person, dossier.organisation, "contributor")
    choose(people[0], {Category.MESSAGES: Pace.WEEKLY}, way=Way.PAGE)
    choose(people[1], {Category.MESSAGES: Pace.NEVER}, way=Way.PAGE)
    [preview] = letters_of(lambda: post_message(dossier, author=dossier.assignee, body="Bonjour."))
    assert preview.weekly == ("Léa Blin",)
    assert preview.rung == ("Noé Roy",)
    assert len(preview.readers) == 2
    assert "Ne plus recevoir ceux-ci" in preview.body
    assert "/desabonnement/" not in preview.body + preview.html
