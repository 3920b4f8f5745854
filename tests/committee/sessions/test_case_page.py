"""What the page of a case says of the committee: the session that has it, or that it waits."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.committee import making
from workflows.engine import perform
from workflows.flow.inbox import tasks_for
from workflows.pages.remarks import remarks_of
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
        (remark,) = remarks_of(case, reader)
        assert remark.text == f"À l’ordre du jour de la séance du {day}."
        assert remark.url == url


def test_a_case_that_waits_leads_the_direction_alone_to_the_sessions() -> None:
    case = factories.dossier("admissible")
    (remark,) = remarks_of(case, factories.manager())
    assert remark.url == reverse("committee:sessions")
    assert remarks_of(case, factories.instructor()) == []


def test_nothing_is_said_of_a_case_that_is_not_before_the_committee() -> None:
    made = making.committee()
    assert remarks_of(factories.dossier("under_instruction"), made.director) == []
    case = factories.dossier("admissible")
    removed = making.item(made, making.planned(made), case)
    perform(removed, "remove", actor=made.cress)
    (remark,) = remarks_of(case, made.director)
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
