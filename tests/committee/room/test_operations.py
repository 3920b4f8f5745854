"""What is done in the room: being there, voting, changing a vote, reminding those awaited."""

from datetime import timedelta

import pytest
from django.utils import timezone

from committee.room import operations as room
from committee.sessions.models import Attendance, Session
from committee.voting.guards import REMINDER_PAUSE
from committee.voting.models import Ballot
from tests import factories
from tests.committee import making
from workflows.actors import Actor
from workflows.engine import perform
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db


def convened(made: making.Committee, *, in_days: int = 0) -> Session:
    session = making.planned(made, in_days=in_days)
    making.item(made, session)
    return perform(session, "convene", actor=made.cress)


def here(session: Session) -> set[int]:
    present = session.attendances.filter(present=True)
    return set(present.values_list("mandate_id", flat=True))


def test_a_member_says_that_they_are_there_once_the_day_has_come() -> None:
    made = making.committee()
    session, member = convened(made), made.mandates[1]
    room.check_in(session, actor=Actor.of(member.user))
    room.check_in(session, actor=Actor.of(member.user))
    assert here(session) == {member.pk}
    [row] = Attendance.objects.get().history.all()
    assert (row.transition, row.actor) == ("attend", Actor.of(member.user).reference)


def test_nobody_is_there_before_the_day_nor_once_it_is_over() -> None:
    made = making.committee()
    member = Actor.of(made.mandates[1].user)
    with pytest.raises(Stale):
        room.check_in(convened(made, in_days=3), actor=member)
    with pytest.raises(Stale):
        room.check_in(making.planned(made), actor=member)
    session = making.opened(made)
    perform(session, "close", actor=made.chair)
    with pytest.raises(Stale):
        room.check_in(session, actor=member)


def test_one_is_there_from_one_s_own_seat_alone() -> None:
    made, other = making.committee(), making.committee()
    session = convened(made)
    for actor in (Actor.of(other.mandates[0].user), made.cress, Actor.of(factories.user())):
        with pytest.raises(Forbidden):
            room.check_in(session, actor=actor)
    assert here(session) == set()


def test_whoever_opens_the_session_is_there() -> None:
    made = making.committee()
    session = convened(made)
    perform(session, "open", actor=made.chair)
    assert here(session) == {made.mandates[0].pk}
    assert Attendance.objects.get().history.get().actor == made.chair.reference


def test_a_vote_changes_only_for_whoever_knows_what_is_recorded() -> None:
    made = making.committee()
    item = making.voting(made)
    round_id, user = making.round_of(item).pk, made.mandates[1].user

    def vote(choice: str, seen: str) -> Ballot:
        return room.cast_ballot(item, round_id=round_id, choice=choice, user=user, seen=seen)

    first = vote("for", "")
    assert vote("for", "").cast_at == first.cast_at
    with pytest.raises(Stale, match="«\u00a0pour\u00a0»"):
        vote("against", "")
    with pytest.raises(Stale):
        vote("against", "blank")
    assert vote("against", "for").choice == "against"


def test_those_awaited_are_reminded_and_not_every_second() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for")
    at = timezone.now()
    room.remind_voters(item, actor=made.chair, at=at)
    assert item.reminded_at == at
    with pytest.raises(Refused) as refused:
        room.remind_voters(item, actor=made.chair, at=at + REMINDER_PAUSE - timedelta(seconds=1))
    assert [unmet.code for unmet in refused.value.unmet] == ["just_reminded"]
    room.remind_voters(item, actor=made.chair, at=at + REMINDER_PAUSE)
    assert item.history.filter(transition="remind_voters").count() == 2


def test_nobody_is_reminded_when_nobody_else_is_awaited() -> None:
    made = making.committee(3)
    item = making.voting(made)
    for mandate in made.mandates[1:]:
        room.cast_ballot(item, round_id=making.round_of(item).pk, choice="for", user=mandate.user)
    with pytest.raises(Refused) as refused:
        room.remind_voters(item, actor=made.chair)
    assert [unmet.code for unmet in refused.value.unmet] == ["nobody_awaited"]
    making.cast(made, item, "for")
    making.close(made, item)
    with pytest.raises(Refused) as refused:
        room.remind_voters(item, actor=made.chair)
    assert [unmet.code for unmet in refused.value.unmet] == ["no_vote", "nobody_awaited"]


def test_only_whoever_conducts_reminds() -> None:
    made = making.committee()
    item = making.voting(made)
    for actor in (Actor.of(made.mandates[1].user), made.cress):
        with pytest.raises(Forbidden):
            room.remind_voters(item, actor=actor)
