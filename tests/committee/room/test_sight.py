"""The room is gathered once for all who look, shows each change at once, and mixes nobody up."""

import re
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from committee.room import sight
from committee.room.contents import see_room
from committee.room.drawing import FIELDS, Drawn
from committee.room.page import CommonRoom, Room
from committee.sessions.models import AgendaItem, Session
from tests.committee import making

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a revision makes the room be gathered again."""
    monkeypatch.setattr(sight, "FRESH", 3600.0)


def voting(members: int = 5) -> tuple[making.Committee, AgendaItem]:
    made = making.committee(members)
    with transaction.atomic():
        item = making.voting(made)
    return made, item


def seen_by(user: Any, item: AgendaItem) -> Room:
    session = Session.objects.select_related("body", "chair__user").get(pk=item.session_id)
    return see_room(session, user=user)


def queries(run: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        run()
    return len(captured)


def test_a_second_member_asks_for_nothing_but_what_is_theirs() -> None:
    made, item = voting()
    first, second = made.mandates[1].user, made.mandates[2].user
    everything = queries(lambda: seen_by(first, item))
    own = queries(lambda: seen_by(second, item))
    assert own == 1 < everything  # the session itself: they have not voted
    making.cast(made, item, "for", "for", "for")
    seen_by(first, item)
    assert queries(lambda: seen_by(second, item)) == 2  # and their own ballot


def test_a_vote_is_seen_at_once_by_all() -> None:
    made, item = voting()
    member = made.mandates[3].user
    assert seen_by(member, item).received == 0
    making.cast(made, item, "for", "against")
    assert seen_by(member, item).received == 2
    making.close(made, item)
    closed = seen_by(member, item).focus
    assert closed is not None
    assert not closed.voting


def test_each_sees_their_own_answer_and_their_own_part() -> None:
    made, item = voting()
    making.cast(made, item, "for", "against")
    chair, member, other = (mandate.user for mandate in made.mandates[:3])
    assert seen_by(chair, item).my_choice == "for"
    assert seen_by(member, item).my_choice == "against"
    assert seen_by(other, item).my_choice == ""
    assert seen_by(chair, item).conducts
    assert seen_by(chair, item).is_bureau
    assert not seen_by(member, item).conducts
    assert not seen_by(member, item).is_bureau
    assert seen_by(member, item).verdicts == {}
    assert seen_by(made.director, item).is_bureau
    assert seen_by(made.director, item).me is None


def test_what_all_share_holds_no_answer() -> None:
    made, item = voting()
    making.cast(made, item, "for", "against", "abstention")
    shown = seen_by(made.mandates[0].user, item)
    kept = [found for _, found in sight.sights._kept.values() if found.drawn is shown.drawn]
    assert kept
    for found in kept:
        seats = found.room.seats
        said = repr(found) + repr([vars(seat.mandate) for seat in seats])
        assert not {"against", "abstention"}.intersection(said.replace("'", " ").split())


PIECES = ["agenda", "ballots", "boxes", "quorum", "sheet"]


def test_what_is_drawn_for_all_says_nothing_of_anybody_s_answer_or_form() -> None:
    made, item = voting()
    making.cast(made, item, "for", "against", "abstention")
    chair, member = made.mandates[0].user, made.mandates[1].user
    drawn = seen_by(chair, item).drawn
    said = {piece: drawn[piece] for piece in [*PIECES, *FIELDS]}
    for html in said.values():
        assert not re.search(r"against|abstention|aria-pressed|csrfmiddlewaretoken", html)
        assert html.strip()
    assert seen_by(member, item).drawn is drawn
    making.cast(made, item, "against")
    assert seen_by(member, item).drawn is not drawn


def test_the_pieces_for_all_are_drawn_without_anybody() -> None:
    made, item = voting()
    room = seen_by(made.mandates[0].user, item)
    asked: list[str] = []

    class Watched(CommonRoom):
        def __getattribute__(self, name: str) -> Any:
            asked.append(name)
            return super().__getattribute__(name)

    common = {field.name: getattr(room, field.name) for field in fields(CommonRoom)}
    drawn = Drawn(Watched(**common))
    for piece in [*PIECES, *FIELDS]:
        assert drawn[piece] == room.drawn[piece]
    own = {*dir(Room)} - {*dir(CommonRoom)}
    assert {"my_choice", "my_recusal", "conducts"} < own
    assert "seats" in asked
    assert not own.intersection(asked)


def test_in_a_transaction_one_reads_what_one_wrote() -> None:
    made, item = voting()
    member = made.mandates[3].user
    seen_by(member, item)
    with transaction.atomic():
        making.cast(made, item, "for")
        assert seen_by(member, item).received == 1


@pytest.mark.breaks_history
def test_what_no_revision_tells_of_is_seen_a_moment_later(monkeypatch: pytest.MonkeyPatch) -> None:
    made, item = voting()
    member = made.mandates[3].user
    seen_by(member, item)
    AgendaItem.objects.filter(pk=item.pk).update(position=7)
    monkeypatch.setattr(sight, "FRESH", -1.0)
    assert seen_by(member, item).items[0].position == 7


def test_so_many_are_kept_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sight, "MOST", 2)
    _, item = voting()
    kept = sight.Sights()
    for point in range(4):
        kept.see(item.session, point, lambda: None)  # type: ignore[arg-type, return-value]
    assert len(kept._kept) == 2
