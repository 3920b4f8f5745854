"""The room says where its item is, who leads it, and what each may do of it."""

from typing import Any

import pytest

from committee.room import operations as room
from committee.room.contents import see_room
from committee.room.focus import VOTE_CLOSED, VOTE_OPEN, Face, Focus
from committee.room.page import Room
from committee.sessions.models import AgendaItem, Session
from labelling.dossiers.models import Dossier
from tests import factories
from tests.committee import making
from workflows.actors import Actor
from workflows.engine import perform

pytestmark = pytest.mark.django_db


def seen(session: Session, user: Any) -> Room:
    """The room as a page reads it: from the database, with what comes with a session."""
    found = Session.objects.select_related("body", "chair__user").get(pk=session.pk)
    return see_room(found, user=user)


def focus_on(made: making.Committee, item: AgendaItem) -> Focus:
    focus = seen(item.session, made.mandates[0].user).focus
    assert focus is not None
    return focus


def test_an_item_goes_from_face_to_face() -> None:
    made = making.committee()
    item = making.opened(made).items.get()
    focus = focus_on(made, item)
    assert (focus.face, focus.question) == (Face.TO_COME, item.opening_question)

    item = room.open_item(item, actor=made.chair)
    focus = focus_on(made, item)
    assert (focus.face, focus.badge) == (Face.VOTING, VOTE_OPEN)
    assert focus.question == making.round_of(item).question
    assert focus.may_change_proposal
    assert "avant que vous proclamiez le résultat." in focus.after_closing

    making.cast(made, item, "against", "against", "against", "against", "against")
    making.close(made, item)
    focus = focus_on(made, item)
    assert (focus.face, focus.badge) == (Face.COUNTED, VOTE_CLOSED)
    assert (focus.question, focus.pending_words) == ("", "dossier refusé")
    assert focus.shows_result

    room.decide(item, reasons="Plan trop vague.", actor=made.chair)
    focus = focus_on(made, item)
    assert (focus.face, focus.is_live, focus.shows_result) == (Face.DECIDED, False, True)
    assert focus.badge == focus.outcome


def test_an_adopted_proposal_leaves_no_other_to_the_vote() -> None:
    made = making.committee()
    item = making.voting(made, proposal="refuse")
    assert focus_on(made, item).after_closing.endswith("avec ses motifs.")
    making.cast(made, item, "for", "for", "for", "for", "for")
    making.close(made, item)
    focus = focus_on(made, item)
    assert focus.to_vote
    assert not focus.may_change_proposal


def test_a_case_that_leaves_stops_its_vote() -> None:
    made = making.committee()
    item = making.voting(made)
    dossier = Dossier.objects.get(pk=item.case_id)
    perform(dossier, "withdraw", actor=Actor.of(factories.representative_of(dossier)))
    focus = focus_on(made, item)
    assert focus.face is Face.STOPPED
    assert focus.why_stopped.startswith("Ce dossier n’attend plus le comité\u00a0: il est «")


def test_a_deferred_item_waits_for_another_session() -> None:
    made = making.committee()
    item = making.voting(made)
    room.defer(item, reason="À mûrir.", actor=made.chair)
    focus = focus_on(made, item)
    assert (focus.face, focus.question, focus.shows_result) == (Face.DEFERRED, "", False)


def test_whoever_closes_early_knows_whom_they_do_not_wait_for() -> None:
    made = making.committee(3)
    item = making.voting(made)
    chair, second = (mandate.user for mandate in made.mandates[:2])
    early = "Clore sans attendre 3\u00a0bulletins"
    assert seen(item.session, chair).closing_early == f"{early}, dont le vôtre"
    assert seen(item.session, made.director).closing_early == early
    room.cast_ballot(item, round_id=making.round_of(item).pk, choice="for", user=second)
    making.cast(made, item, "for")
    last = made.mandates[2].user
    assert seen(item.session, last).closing_early == "Clore sans attendre 1\u00a0bulletin, le vôtre"
    making.cast(made, item, "for", "for", "for")
    assert seen(item.session, chair).closing_early == ""


def test_where_the_chair_is_recused_everybody_knows_who_leads() -> None:
    made = making.committee(4)
    item = making.opened(made).items.get()
    room.recuse(item, mandate=made.mandates[0], reason="Ma sœur y travaille.", actor=made.chair)
    leader = making.leader(item).user
    chair, other = made.mandates[0].user, made.director
    title = f"«\u00a0{item.case.title}\u00a0»"
    assert seen(item.session, chair).who_conducts == (
        f"Votre déport porte aussi sur la conduite du point {title}. {leader} le conduit\u00a0: "
        "son mandat est le plus ancien parmi les membres présents et sans déport."
    )
    assert "Vous le conduisez\u00a0: votre mandat" in seen(item.session, leader).who_conducts
    assert seen(item.session, other).who_conducts.startswith(f"{chair}, à la présidence, ")


def test_while_the_chair_leads_nobody_is_told() -> None:
    made = making.committee()
    item = making.voting(made)
    assert seen(item.session, made.mandates[1].user).who_conducts == ""


def test_a_room_says_why_nothing_happens_in_it() -> None:
    made = making.committee()
    session = making.planned(made)
    making.item(made, session)
    chair, member = made.mandates[0].user, made.mandates[1].user
    assert "en préparation" in seen(session, member).why_closed
    perform(session, "convene", actor=made.cress)
    assert seen(session, member).why_closed.endswith(f"{chair} l’ouvrira.")
    assert seen(session, chair).why_closed == "La séance n’est pas ouverte."
    assert seen(session, chair).may_open
    assert not seen(session, member).may_open
    perform(session, "open", actor=made.chair)
    assert seen(session, member).why_closed == ""
    assert seen(session, member).pulse == "En direct"
    perform(session, "close", actor=made.chair)
    assert seen(session, member).why_closed.startswith("La séance est close.")
    assert seen(session, chair).may_record_minutes
    assert not seen(session, member).may_record_minutes


def test_an_item_counted_elsewhere_is_not_said_to_be_voted() -> None:
    made = making.committee()
    session = making.opened(made, factories.dossier("admissible"), factories.dossier("admissible"))
    first, second = session.items.order_by("position")
    first = room.open_item(first, actor=made.chair)

    def words() -> list[str]:
        found = Session.objects.select_related("body", "chair__user").get(pk=session.pk)
        shown = see_room(found, user=made.mandates[1].user, point=second.pk)
        return [line.words for line in shown.agenda]

    assert words() == ["Vote ouvert", "À venir"]
    making.cast(made, first, "for", "for", "for")
    making.close(made, first)
    assert words() == ["Vote clos", "À venir"]


def test_answers_are_pressed_again_only_in_the_round_where_it_was_asked() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for")
    session = Session.objects.select_related("body", "chair__user").get(pk=item.session_id)
    voted, other = (mandate.user for mandate in made.mandates[:2])
    round_id = making.round_of(item).pk
    assert see_room(session, user=other).may_choose
    assert not see_room(session, user=voted).may_choose
    assert see_room(session, user=voted, changing=round_id).may_choose
    assert not see_room(session, user=voted, changing=round_id + 1).may_choose


def test_without_a_quorum_the_room_says_how_many_are_missing() -> None:
    made = making.committee(6)
    session = making.opened(made, present=1)
    found = seen(session, made.mandates[0].user)
    assert found.lacks_quorum
    assert found.quorum_missing == (
        "Le quorum n’est pas atteint\u00a0: 1\u00a0membre présent, pour 3 requis."
    )
    making.attend(made, session, made.mandates[:3])
    assert not seen(session, made.mandates[0].user).lacks_quorum
