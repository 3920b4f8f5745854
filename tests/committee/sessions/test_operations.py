"""A session from its planning to its minutes."""

from datetime import date, time, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from committee.room import operations as room
from committee.secretariat.minutes_draft import draft_minutes
from committee.sessions.candidates import candidates
from committee.sessions.models import AgendaItem, MinutesDraft, Session
from committee.sessions.operations import (
    add_item,
    keep_minutes,
    move_item,
    plan_session,
    prepare_session,
    record_minutes,
)
from tests import factories
from tests.committee import making
from workflows.actors import Actor
from workflows.engine import perform, verdict
from workflows.outbox.events import overhear
from workflows.presentation.french import format_date
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db


def codes(refusal: Refused) -> list[str]:
    return [unmet.code for unmet in refusal.unmet]


def titles(session: Session) -> list[str]:
    return [item.case.title for item in session.items.listed()]


@pytest.mark.parametrize(("in_days", "unmet"), [(5, []), (4, ["notice_too_short"])])
def test_members_are_convened_five_days_before(in_days: int, unmet: list[str]) -> None:
    made = making.committee()
    session = making.planned(made, in_days=in_days, waived="")
    making.item(made, session)
    assert [u.code for u in verdict(session, "convene", actor=made.cress).unmet] == unmet


def test_a_shorter_notice_needs_its_reason() -> None:
    made = making.committee()
    session = making.planned(made, waived="")
    making.item(made, session)
    with pytest.raises(Refused) as refused:
        perform(session, "convene", actor=made.cress)
    assert codes(refused.value) == ["notice_too_short"]
    prepare_session(
        session,
        chair=made.mandates[0],
        held_on=session.held_on,
        starts_at=time(9),
        place="À distance",
        notice_waived_reason="Tous les membres l’acceptent.",
        actor=made.cress,
    )
    perform(session, "convene", actor=made.cress)
    assert session.state == "convened"


def test_a_session_is_not_convened_without_an_agenda() -> None:
    made = making.committee()
    with pytest.raises(Refused) as refused:
        perform(making.planned(made, in_days=20), "convene", actor=made.cress)
    assert codes(refused.value) == ["empty_agenda"]


def test_a_session_opens_on_its_day_by_its_chair() -> None:
    made = making.committee()
    session = making.planned(made, in_days=20)
    making.item(made, session)
    perform(session, "convene", actor=made.cress)
    with pytest.raises(Forbidden):
        perform(session, "open", actor=Actor.of(made.mandates[1].user))
    with pytest.raises(Refused) as refused:
        perform(session, "open", actor=made.chair)
    assert codes(refused.value) == ["too_early"]
    perform(session, "open", actor=made.chair, at=timezone.now() + timedelta(days=20))
    assert session.state == "open"


def test_the_day_of_a_session_is_to_come_and_within_the_chair_s_mandate() -> None:
    made = making.committee()
    values: dict[str, Any] = {"starts_at": time(14), "place": "Nantes", "actor": made.cress}
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        plan_session(chair=made.mandates[0], held_on=yesterday, **values)
    assert refused.value.unmet[0].field == "held_on"
    late = making.seat(made, ends_on=timezone.localdate())
    with pytest.raises(Refused) as refused:
        plan_session(chair=late, held_on=timezone.localdate() + timedelta(days=9), **values)
    assert refused.value.unmet[0].field == "chair"


def test_only_cases_that_wait_for_the_committee_are_listed_once() -> None:
    made = making.committee()
    waiting = factories.dossier("admissible")
    factories.dossier("submitted")
    appealed = factories.dossier("appealed")
    assert [case.pk for case in candidates()] == [waiting.pk, appealed.pk]
    session = making.planned(made)
    making.item(made, session, waiting)
    assert [case.pk for case in candidates()] == [appealed.pk]
    with pytest.raises(Refused) as refused:
        add_item(session, case=waiting, actor=made.cress)
    assert refused.value.unmet[0].field == "case"
    day = format_date(session.held_on)
    assert f"figure déjà à l’ordre du jour de la séance du {day}" in refused.value.unmet[0].message
    with pytest.raises(Refused) as refused:
        add_item(session, case=factories.dossier("to_complete"), actor=made.cress)
    assert "il est à l’étape «\u00a0À compléter\u00a0»" in refused.value.unmet[0].message


def test_a_removed_item_frees_its_case() -> None:
    made = making.committee()
    session = making.planned(made)
    item = making.item(made, session)
    perform(item, "remove", actor=made.cress)
    assert [case.pk for case in candidates()] == [item.case_id]


def test_a_convened_session_takes_items_while_the_notice_holds() -> None:
    made = making.committee()
    session = making.planned(made, in_days=20, waived="")
    making.item(made, session)
    perform(session, "convene", actor=made.cress)
    making.item(made, session)
    with pytest.raises(Refused) as refused:
        add_item(
            session,
            case=factories.dossier("admissible"),
            actor=made.cress,
            at=timezone.now() + timedelta(days=16),
        )
    assert codes(refused.value) == ["notice_passed"]


def test_an_open_session_takes_no_more_items() -> None:
    made = making.committee()
    session = making.opened(made)
    with pytest.raises(Stale):
        making.item(made, session)


def test_items_move_up_and_down() -> None:
    made = making.committee()
    session = making.planned(made)
    first, second, third = (making.item(made, session) for _ in range(3))
    names = [item.case.title for item in (first, second, third)]
    move_item(third, earlier=True, actor=made.cress)
    assert titles(session) == [names[0], names[2], names[1]]
    move_item(AgendaItem.objects.get(pk=first.pk), earlier=False, actor=made.cress)
    assert titles(session) == [names[2], names[0], names[1]]
    move_item(AgendaItem.objects.get(pk=third.pk), earlier=True, actor=made.cress)
    assert titles(session) == [names[2], names[0], names[1]]
    with pytest.raises(Forbidden):
        move_item(third, earlier=False, actor=Actor.of(made.mandates[1].user))


def test_closing_a_session_defers_what_it_did_not_examine() -> None:
    made = making.committee()
    session = making.opened(made, factories.dossier("admissible"), factories.dossier("admissible"))
    first, second = session.items.order_by("position")
    room.open_item(first, actor=made.chair)
    with pytest.raises(Refused) as refused:
        perform(session, "close", actor=made.chair)
    assert codes(refused.value) == ["item_open"]
    making.cast(made, first, "for", "for", "for")
    making.decide(made, first)
    perform(session, "close", actor=made.chair)
    second.refresh_from_db()
    assert second.state == "deferred"
    assert [case.pk for case in candidates()] == [second.case_id]


def test_the_minutes_say_who_was_there_and_what_was_decided_never_who_voted_what() -> None:
    made = making.committee()
    item = making.voting(made)
    room.recuse(item, mandate=made.mandates[4], reason="Ancien salarié", actor=made.chair)
    making.cast(made, item, "for", "for", "against")
    making.decide(made, item)
    session = item.session
    perform(session, "close", actor=made.chair)
    session.refresh_from_db()
    text = draft_minutes(session)
    assert "Maëlle Picard (Ancien salarié)" in text
    assert f"1. {item.case.title}, {item.case.reference}\n" in text
    assert "Quorum\u00a0: 4\u00a0présents sur 4, il en fallait 2." in text
    assert "Abstentions\u00a0: 0, blancs\u00a0: 0." in text
    assert text.count("2 pour, 1 contre") == 1
    assert "Décision\u00a0: dossier validé." in text
    with pytest.raises(Forbidden):
        record_minutes(session, minutes=text, actor=Actor.of(made.mandates[1].user))
    with pytest.raises(Refused) as refused:
        record_minutes(session, minutes=" ", actor=made.cress)
    assert refused.value.unmet[0].field == "minutes"
    record_minutes(session, minutes=text, actor=made.chair)
    assert session.state == "minuted"


def closed(made: making.Committee) -> Session:
    session = making.opened(made)
    return perform(session, "close", actor=made.chair)


def test_a_draft_of_the_minutes_is_kept_until_they_are_established() -> None:
    made = making.committee()
    session = closed(made)
    first = keep_minutes(session, text="Début.", seen=0, actor=made.chair)
    assert (first.version, first.kept_by) == (1, made.chair.user)
    same = keep_minutes(session, text="Début.", seen=0, actor=made.cress)
    assert (same.version, same.kept_by) == (1, made.chair.user)
    second = keep_minutes(session, text="Début et suite.", seen=1, actor=made.cress)
    assert (second.version, second.kept_by) == (2, made.director)
    record_minutes(session, minutes="Relevé.", actor=made.cress, seen=2)
    assert not MinutesDraft.objects.exists()
    with pytest.raises(Stale):
        keep_minutes(session, text="Encore.", seen=0, actor=made.chair)


def test_nobody_writes_over_a_draft_that_they_have_not_read() -> None:
    made = making.committee()
    session = closed(made)
    keep_minutes(session, text="De la présidence.", seen=0, actor=made.chair)
    with pytest.raises(Stale):
        keep_minutes(session, text="De la CRESS.", seen=0, actor=made.cress)
    with pytest.raises(Stale):
        record_minutes(session, minutes="De la CRESS.", actor=made.cress, seen=0)
    assert MinutesDraft.objects.get().text == "De la présidence."
    with pytest.raises(Forbidden):
        keep_minutes(session, text="x", seen=1, actor=Actor.of(made.mandates[1].user))


def test_two_sessions_of_one_day_have_two_names() -> None:
    made = making.committee()
    day = timezone.localdate() + timedelta(days=9)
    names = {
        str(
            plan_session(
                chair=made.mandates[0],
                held_on=day,
                starts_at=time(hour, minutes),
                place="Nantes",
                actor=made.cress,
            )
        )
        for hour, minutes in ((9, 0), (14, 30))
    }
    assert {name.partition(" à ")[2] for name in names} == {"9\u00a0h", "14\u00a0h\u00a030"}


def test_a_body_sits_once_at_a_time() -> None:
    made, other = making.committee(), making.committee()
    first = making.planned(made, in_days=20)

    def plan(by: making.Committee, clock: time) -> Session:
        return plan_session(
            chair=by.mandates[0],
            held_on=first.held_on,
            starts_at=clock,
            place="Nantes",
            actor=by.cress,
        )

    with pytest.raises(Refused) as refused:
        plan(made, time(14))
    (unmet,) = refused.value.unmet
    assert (unmet.code, unmet.field, unmet.url) == (
        "moment_taken",
        "held_on",
        first.get_absolute_url(),
    )
    assert plan(other, time(14)).others_that_day == []
    second = plan(made, time(16))
    assert second.others_that_day == [first]
    values: dict[str, Any] = {
        "chair": made.mandates[0],
        "held_on": first.held_on,
        "place": "Angers",
    }
    with pytest.raises(Refused) as refused:
        prepare_session(second, starts_at=time(14), actor=made.cress, **values)
    assert codes(refused.value) == ["moment_taken"]
    prepare_session(second, starts_at=time(16), actor=made.cress, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=second.pk).update(starts_at=first.starts_at)
    perform(first, "cancel", actor=made.cress, reason="Trop d’absents.")
    assert plan(made, time(14)).state == "planned"


@pytest.mark.parametrize(("in_days", "unmet"), [(5, []), (4, ["too_late_to_call"])])
def test_a_session_too_near_is_planned_with_the_reason_of_its_short_notice(
    in_days: int, unmet: list[str]
) -> None:
    made = making.committee()
    values: dict[str, Any] = {
        "chair": made.mandates[0],
        "held_on": timezone.localdate() + timedelta(days=in_days),
        "starts_at": time(9),
        "place": "Nantes",
        "actor": made.cress,
    }
    far = making.planned(made, in_days=30, waived="")
    acts = (plan_session, partial(prepare_session, far))
    for act in acts if unmet else ():
        with pytest.raises(Refused) as refused:
            act(**values)
        assert codes(refused.value) == unmet
        assert refused.value.unmet[0].field == "notice_waived_reason"
    reason = "Les membres l’acceptent." if unmet else ""
    planned = plan_session(**values, notice_waived_reason=reason)
    assert not planned.is_called_too_late


def test_whoever_waits_for_an_item_is_told_that_its_session_changes_its_day() -> None:
    made = making.committee()
    session = making.planned(made, in_days=30)
    item = making.item(made, session, factories.dossier("admissible"))

    def told(held_on: date, starts_at: time) -> list[str]:
        with overhear() as events:
            prepare_session(
                session,
                chair=session.chair,
                held_on=held_on,
                starts_at=starts_at,
                place=session.place,
                notice_waived_reason="",
                actor=made.cress,
            )
        return [event.name for event in events]

    assert told(session.held_on, time(7)) == []
    assert told(session.held_on + timedelta(days=7), time(7)) == ["agendaitem.reschedule"]
    assert item.history.filter(transition="reschedule").count() == 1
