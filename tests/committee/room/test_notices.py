"""Who is told that their ballot is awaited."""

import pytest

from committee.room import operations as room
from notifications.models import Notification
from tests.committee import making
from tests.notifications.draining import drain
from tests.notifications.reading import read
from workflows.outbox.notices import all_notices

pytestmark = pytest.mark.django_db


def test_those_who_are_there_and_have_not_voted_are_told_by_their_bell(mailoutbox) -> None:
    made = making.committee()
    item = making.voting(made)
    making.attend(made, item.session, made.mandates[:4])
    making.cast(made, item, "for", "for")
    drain()
    mailoutbox.clear()
    room.remind_voters(item, actor=made.chair)
    drain()
    told = Notification.objects.filter(event_key__startswith="agendaitem.remind_voters")
    assert {one.user_id for one in told} == {m.user_id for m in made.mandates[2:4]}
    assert mailoutbox == []


def test_whoever_voted_meanwhile_or_once_it_is_closed_is_asked_for_nothing() -> None:
    made = making.committee()
    item = making.voting(made)
    [reminder] = all_notices()["agendaitem.remind_voters"]
    making.cast(made, item, *["for"] * 4)
    assert [user.pk for user in reminder.users(item)] == [made.mandates[4].user_id]
    making.close(made, item)
    assert not reminder.users(item).exists()


def test_it_names_the_point() -> None:
    item = making.voting(making.committee())
    [words] = read("agendaitem.remind_voters", item)
    assert item.case.title in words.subject
    assert words.url.endswith("/salle/")
