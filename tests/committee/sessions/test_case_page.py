"""What the page of a case says of the committee: the session that has it, or that it waits."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.committee import making
from workflows.actors import Actor
from workflows.engine import perform
from workflows.flow.inbox import tasks_for
from workflows.pages.remarks import Sitting, remarks_of, sittings_to_come
from workflows.presentation.french import format_long_date

pytestmark = pytest.mark.django_db


def test_a_case_on_an_agenda_says_when_and_leads_there_those_who_may_go() -> None:
    made, case = making.committee(), factories.dossier("admissible")
    session = making.planned(made, in_days=20)
    making.item(made, session, case)
    day = format_long_date(timezone.localdate() + timedelta(days=20))
    for reader, url in (
        (made.director, session.get_absolute_url()),
        (made.mandates[1].user, session.get_absolute_url()),
        (factories.representative_of(case), ""),
    ):
        (remark,) = remarks_of(case, Actor.of(reader))
        assert remark.text == f"À l’ordre du jour de la séance du {day}."
        assert remark.url == url


def test_a_case_that_waits_leads_the_direction_alone_to_the_sessions() -> None:
    case = factories.dossier("admissible")
    (remark,) = remarks_of(case, Actor.of(factories.manager()))
    assert remark.url == reverse("committee:sessions")
    assert remarks_of(case, Actor.of(factories.instructor())) == []


def test_nothing_is_said_of_a_case_that_is_not_before_the_committee() -> None:
    made = making.committee()
    assert remarks_of(factories.dossier("under_instruction"), Actor.of(made.director)) == []
    case = factories.dossier("admissible")
    removed = making.item(made, making.planned(made), case)
    perform(removed, "remove", actor=made.cress)
    (remark,) = remarks_of(case, Actor.of(made.director))
    assert remark.url == reverse("committee:sessions")


def test_once_on_an_agenda_nobody_is_asked_to_put_it_there() -> None:
    made, case = making.committee(), factories.dossier("admissible")

    def asked() -> list[str]:
        return [task.process.case.title for task in tasks_for(made.director)]

    assert asked() == [case.title]
    session = making.planned(made, in_days=20)
    item = making.item(made, session, case)
    assert asked() == []
    perform(item, "remove", actor=made.cress)
    assert asked() == [case.title]
    making.item(made, session, case)
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        assert asked() == []
    with time_machine.travel(timezone.now() + timedelta(days=21)):
        assert asked() == [case.title]


def test_what_was_put_off_says_so_with_why_until_it_is_on_another_agenda() -> None:
    made, case = making.committee(), factories.dossier("admissible")
    person = factories.representative_of(case)
    item = making.opened(made, case).items.get()
    perform(item, "defer", actor=made.chair, reason="Il manque un avis.")
    (remark,) = remarks_of(case, Actor.of(person))
    assert "reporté" in remark.text
    assert "Il manque un avis." in remark.text
    making.item(made, making.planned(made, in_days=30), case)
    (remark,) = remarks_of(case, Actor.of(person))
    assert "reporté" not in remark.text


def test_the_sessions_to_come_say_until_when_one_may_be_put_on_their_agenda() -> None:
    made = making.committee()
    later, sooner = (making.planned(made, in_days=days) for days in (40, 20))
    cancelled = making.planned(made, in_days=30)
    perform(cancelled, "cancel", actor=made.cress, reason="Salle prise.")
    today = timezone.localdate()
    assert sittings_to_come(today) == [
        Sitting(session.held_on, session.notice_limit, session.pk, "14\u00a0h")
        for session in (sooner, later)
    ]
