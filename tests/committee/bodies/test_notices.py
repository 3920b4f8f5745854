"""What is said of a place taken and left."""

import pytest
from django.utils import timezone

from committee.appointments.operations import cancel_appointment, end_mandate
from directory.people.enums import CressGroup
from directory.people.operations import join_team, leave_team
from notifications.words import words_of
from tests import factories
from tests.committee import making
from tests.notifications.draining import events
from tests.notifications.reading import read
from workflows.outbox.events import Target
from workflows.outbox.notices import all_notices
from workflows.presentation.french import format_date

PLACES = {"mandate.appoint", "mandate.end", "mandate.cancel", "teamrole.join", "teamrole.leave"}


@pytest.mark.django_db
def test_what_is_said_of_a_place_taken_and_left():
    made = making.committee()
    clerk = factories.user("Nora", "Petit")
    mandate = making.seat(made, user=clerk, organisation=factories.organisation("L’Établi"))
    first, last = mandate.starts_on, timezone.localdate()
    end_mandate(mandate, ends_on=last, reason="Départ.", actor=made.cress)
    mistaken = making.seat(made)
    cancel_appointment(mistaken, reason="Homonyme.", actor=made.cress)
    role = join_team(user=clerk, group=CressGroup.INSTRUCTOR, actor=made.cress)
    leave_team(user=clerk, group=CressGroup.INSTRUCTOR, actor=made.cress)
    subjects = {"mandate.cancel": mistaken} | dict.fromkeys(
        ["teamrole.join", "teamrole.leave"], role
    )
    for name in PLACES:
        subject = subjects.get(name, mandate)
        sent = [event for event in events(name) if event.pk == subject.pk]
        assert len(sent) == 1, name
        [item] = all_notices()[name]
        assert list(item.users(subject)) == [subject.user]
        read(name, subject)
    [ended] = events("mandate.end")
    [item] = all_notices()["mandate.end"]
    words = words_of(item, Target.about(mandate, ended))
    assert format_date(last) in words.summary
    assert "Départ." in words.details
    [appointed] = read("mandate.appoint", mandate)
    assert f"{format_date(first)}" in appointed.summary
    assert "pour L’Établi" in appointed.summary
