"""What is said of a session and of its agenda."""

import pytest

from committee.sessions.models import AgendaItem, Session
from notifications.words import words_of
from tests import factories
from tests.committee import making
from tests.notifications.reading import read
from workflows.engine import perform
from workflows.outbox.events import Target, overhear
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
    for words in read(f"agendaitem.{action}", item):
        assert item.case.title in words.summary
        assert format_long_date(item.session.held_on) in words.subject + words.summary


@pytest.mark.django_db
def test_those_called_learn_what_joins_or_leaves_the_agenda_since():
    made = making.committee()
    session = making.planned(made, in_days=30)
    added, removed = (all_notices()[f"agendaitem.{name}"][0] for name in ("add", "remove"))
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


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["add", "reschedule", "remove", "defer"])
def test_the_structure_is_told_what_becomes_of_its_dossier(action):
    made, dossier = making.committee(), factories.dossier("admissible")
    item = making.item(made, making.planned(made), dossier)
    told = all_notices()[f"agendaitem.{action}"][-1]
    assert list(told.users(item)) == [factories.representative_of(dossier)]
    words = read(f"agendaitem.{action}", item)[-1]
    assert str(dossier.reference) in words.summary
    assert words.url == dossier.get_absolute_url()


@pytest.mark.django_db
def test_a_deferral_says_why_and_when_the_committee_sits_next():
    made, dossier = making.committee(), factories.dossier("admissible")
    session = making.opened(made, dossier)
    following = making.planned(made, in_days=60)
    item = session.items.get()
    with overhear() as events:
        perform(item, "defer", actor=made.chair, reason="Il manque l’avis de l’expert.")
    [event] = [one for one in events if one.name == "agendaitem.defer"]
    [told] = all_notices()["agendaitem.defer"]
    target = Target.of(event)
    assert list(told.recipients(target)) == [factories.representative_of(dossier)]
    words = words_of(told, target)
    assert "Il manque l’avis de l’expert." in words.details
    assert format_long_date(following.held_on) in words.details
    assert words.url == dossier.get_absolute_url()
