"""The page of a session says what comes next, to whom it comes."""

import pytest

from committee.secretariat.next_step import NextStep
from committee.sessions.inputs import Minutes
from committee.sessions.models import Session
from tests.committee import making
from workflows.engine import perform
from workflows.presentation.french import format_date

pytestmark = pytest.mark.django_db


def step(session: Session, *, is_chair: bool = False, may_record: bool = False) -> NextStep:
    return NextStep(session, is_chair=is_chair, may_record_minutes=may_record)


def test_each_state_says_what_comes_and_whether_there_is_a_room() -> None:
    made = making.committee()
    session = making.planned(made)
    making.item(made, session)
    assert step(session).title == "Préparer la séance"
    assert "le délai est abrégé." in step(session).words
    assert step(session).to_the_room == ""

    perform(session, "convene", actor=made.cress)
    assert "La présidence ouvre la séance le jour venu." in step(session).words
    assert "Vous ouvrirez la séance le jour venu." in step(session, is_chair=True).words
    assert step(session).to_the_room == "Entrer dans la salle"
    assert not step(session).is_in_the_room

    perform(session, "open", actor=made.chair)
    assert step(session).is_in_the_room

    perform(session, "close", actor=made.chair)
    assert "la direction de la CRESS établit" in step(session).words
    assert "Il reste à établir" in step(session, may_record=True).words
    assert step(session).to_the_room == "Revoir les votes"

    perform(session, "record_minutes", actor=made.chair, data=Minutes("Rien à signaler."))
    assert step(session).title == "Le procès-verbal est établi"
    assert step(session).to_the_room == "Revoir les votes"


@pytest.mark.parametrize(("in_days", "late"), [(5, False), (4, True)])
def test_a_planned_session_says_until_when_to_call_its_members(in_days: int, late: bool) -> None:
    session = making.planned(making.committee(), in_days=in_days, waived="")
    assert f"au plus tard le {format_date(session.notice_limit)}." in step(session).words
    assert (step(session).is_late, "Délai passé" in step(session).words) == (late, late)


def test_after_a_session_that_is_cancelled_nothing_comes() -> None:
    made = making.committee()
    session = making.planned(made)
    perform(session, "cancel", actor=made.cress, reason="Trop d’absents.")
    assert (step(session).words, step(session).to_the_room) == ("", "")
