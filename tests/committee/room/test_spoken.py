"""What whoever listens to the room is told, and when it is another moment."""

from typing import Any

import pytest

from committee.room import operations as room
from committee.room.spoken import moment, news, own_news, presence_news
from committee.sessions.models import AgendaItem
from tests.committee import making
from tests.committee.room.test_page import seen
from workflows.engine import perform

pytestmark = pytest.mark.django_db


def test_a_vote_is_heard_to_open_to_close_and_to_be_proclaimed() -> None:
    made = making.committee()
    item = making.opened(made).items.get()
    title, member = item.case.title, made.mandates[1].user

    def heard() -> tuple[str, str]:
        found = seen(item.session, member)
        return news(found), moment(found)

    said = [heard()]
    room.open_item(item, actor=made.chair)
    said.append(heard())
    making.cast(made, item, "for", "for", "for")
    assert heard() == said[-1]
    making.close(made, item)
    said.append(heard())
    room.decide(item, actor=made.chair)
    said.append(heard())
    counted = "Avec 3 pour, 0 contre, la proposition est adoptée"
    for (words, _), begins in zip(
        said,
        [
            f"Point à venir\u00a0: {title}.",
            f"Vote ouvert\u00a0: {title}. {making.round_of(item).question}",
            f"Vote clos, résultat à proclamer\u00a0: {title}. {counted}",
            f"Dossier validé par le comité\u00a0: {title}. {counted}",
        ],
        strict=True,
    ):
        assert words.startswith(begins)
    assert len({when for _, when in said}) == 4


def test_a_session_is_heard_to_close_and_a_point_to_be_deferred() -> None:
    made = making.committee()
    item = making.voting(made)
    member = made.mandates[1].user
    room.defer(item, reason="À mûrir.", actor=made.chair)
    assert news(seen(item.session, member)) == f"Point reporté\u00a0: {item.case.title}."
    perform(item.session, "close", actor=made.chair)
    assert news(seen(item.session, member)).startswith("La séance est close.")


def test_each_hears_of_their_own_vote_alone() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "against")
    assert own_of(item, made.mandates[0].user).endswith("\u00a0: contre.")
    assert own_of(item, made.mandates[1].user) == ""
    room.remind_voters(item, actor=made.chair)
    assert own_of(item, made.mandates[1].user) == "Votre vote est attendu."
    assert own_of(item, made.mandates[0].user).startswith("Votre vote est enregistré à ")
    assert own_of(item, made.director) == ""


def test_a_reminder_is_that_of_its_round() -> None:
    made = making.committee()
    item = making.voting(made)
    room.remind_voters(item, actor=made.chair)
    room.put_to_vote(item, proposal="adjourn", actor=made.chair)
    assert own_of(item, made.mandates[1].user) == ""


def test_whoever_is_recorded_as_present_hears_it() -> None:
    made = making.committee()
    session = making.opened(made, present=1)
    here, absent = (mandate.user for mandate in made.mandates[:2])
    assert presence_news(seen(session, here)) == "Votre présence est enregistrée."
    assert presence_news(seen(session, absent)) == ""
    assert presence_news(seen(session, made.director)) == ""


def own_of(item: AgendaItem, user: Any) -> str:
    return own_news(seen(item.session, user))
