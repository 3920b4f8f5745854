"""A review in front of a real committee: who may not vote on it, and what is proclaimed once."""

from typing import Any

import pytest
from django.utils import timezone

from committee.room import operations as room
from committee.sessions.models import AgendaItem
from committee.voting.conflicts import eligible, items_withheld_from, seats_on_item
from committee.voting.enums import ConflictKind
from labelling.instruction.inputs import Reassignment
from labelling.oversight.reviews.models import ComplianceReview
from tests import factories
from tests.committee import making as meeting
from tests.labelling.oversight import making
from workflows.actors import Actor
from workflows.engine import perform
from workflows.models import Task
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db


def conflicts(item: AgendaItem) -> dict[Any, str]:
    return {seat.user_id: seat.conflict for seat in seats_on_item(item) if seat.conflict}


def test_who_leads_the_review_and_who_accompanied_do_not_vote_on_it() -> None:
    made, review = meeting.committee(), making.review("referred")
    leads = meeting.seat(made, user=review.assignee)
    linked = meeting.seat(made, user=factories.user())
    factories.membership(linked.user, review.organisation)
    item = meeting.opened(made, review).items.get()
    room.open_item(item, actor=made.chair)
    assert conflicts(item) == {
        leads.user_id: ConflictKind.INSTRUCTION,
        linked.user_id: ConflictKind.MEMBERSHIP,
    }
    round_ = meeting.round_of(item)
    for mandate in (leads, linked):
        with pytest.raises(Forbidden):
            room.cast_ballot(item, round_id=round_.pk, choice="for", user=mandate.user)


def test_who_wrote_a_finding_does_not_vote_though_another_leads_it_since() -> None:
    made, review = meeting.committee(), making.review("under_assessment")
    wrote: Any = review.assignee
    boss = Actor.of(factories.manager())
    perform(review, "reassign", actor=boss, data=Reassignment(factories.instructor()))
    making.refer(review, timezone.now() - making.LONG_AGO)
    seat = meeting.seat(made, user=wrote)
    item = meeting.item(made, meeting.planned(made), review)
    assert conflicts(item) == {wrote.pk: ConflictKind.EXAMINATION}
    read = AgendaItem.objects.select_related("session").get(pk=item.pk)
    read.case = review
    assert items_withheld_from(seat.user, [read]) == {item.pk}
    other = meeting.item(made, item.session, making.review("referred"))
    assert not conflicts(other)


def test_a_result_is_proclaimed_once_and_done_once() -> None:
    """Two tabs: the second one learns that it is decided."""
    made, review = meeting.committee(), making.review("referred")
    item = meeting.counted(made, review, "withdraw_recognition")
    tabs = [AgendaItem.objects.get(pk=item.pk) for _ in range(2)]
    room.decide(tabs[0], reasons="Motifs.", actor=made.chair)
    with pytest.raises(Stale):
        room.decide(tabs[1], reasons="Motifs.", actor=made.chair)
    rows = review.recognition.history.filter(transition="withdraw")
    assert rows.count() == 1


def test_an_appeal_is_heard_by_those_who_did_not_vote_and_too_few_of_them_defer() -> None:
    made, review = meeting.committee(), making.review("referred")
    item = meeting.counted(made, review, "suspend")
    room.decide(item, reasons="Motifs.", actor=made.chair)
    perform(item.session, "close", actor=made.chair)
    review = ComplianceReview.objects.get(pk=review.pk)
    making.appeal(review, timezone.now())
    assert Task.objects.open().filter(process__case=review, asks="enter_deliberation").exists()
    again = meeting.item(made, meeting.planned(made), review)
    assert set(conflicts(again).values()) == {ConflictKind.FIRST_DECISION}
    assert len(conflicts(again)) == 4
    assert eligible(again).count() == 1
    perform(again.session, "convene", actor=made.cress)
    perform(again.session, "open", actor=made.chair)
    meeting.attend(made, again.session, made.mandates)
    with pytest.raises(Refused) as refusal:
        room.open_item(again, actor=meeting.leader(again))
    assert "too_few_eligible" in [unmet.code for unmet in refusal.value.unmet]
