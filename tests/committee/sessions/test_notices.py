"""What is said of a session and of its agenda."""

import pytest

from committee.sessions.models import AgendaItem, Session
from tests.committee import making
from tests.notifications.reading import read
from workflows.engine import perform
from workflows.outbox.notices import all_notices
from workflows.presentation.french import format_date, format_long_date, format_time


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["convene", "cancel", "close", "record_minutes"])
def test_what_is_said_of_a_session(action):
    committee = making.committee()
    session = making.planned(committee)
    item = making.item(committee, session)
    [words] = read(f"session.{action}", session)
    assert format_date(session.held_on) in words.subject + words.summary
    if action == "convene":
        assert f"{format_time(session.starts_at)}, {session.place}" in words.summary
        assert f"- {item.case.title}, dossier {item.case.reference}" in words.details


@pytest.mark.django_db
def test_a_session_nobody_was_called_to_is_cancelled_in_silence():
    [called_off] = all_notices()["session.cancel"]
    assert list(called_off.users(Session(pk=1, place="Nantes"))) == []


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["add", "remove"])
def test_what_is_said_of_an_agenda_that_changes(action):
    item = making.item(committee := making.committee(), making.planned(committee))
    [words] = read(f"agendaitem.{action}", item)
    assert item.case.title in words.summary
    assert format_long_date(item.session.held_on) in words.subject


@pytest.mark.django_db
def test_those_called_learn_what_joins_or_leaves_the_agenda_since():
    made = making.committee()
    session = making.planned(made, in_days=30)
    [added], [removed] = all_notices()["agendaitem.add"], all_notices()["agendaitem.remove"]
    listed = making.item(made, session)
    gone = making.item(made, session)
    perform(gone, "remove", actor=made.cress)
    assert not added.users(listed).exists()
    assert not removed.users(gone).exists()
    perform(session, "convene", actor=made.cress)
    late = AgendaItem.objects.get(pk=making.item(made, session).pk)
    members = {mandate.user_id for mandate in made.mandates}
    for item in (listed, gone):
        item.session.refresh_from_db()
    assert not added.users(listed).exists()
    assert not removed.users(gone).exists()
    assert {user.pk for user in added.users(late)} == members
    perform(late, "remove", actor=made.cress)
    assert {user.pk for user in removed.users(late)} == members
    perform(session, "cancel", actor=made.cress, reason="Salle indisponible.")
    swept = AgendaItem.objects.get(pk=listed.pk)
    assert swept.state == "removed"
    assert not removed.users(swept).exists()
