"""Who may vote and read: mandates, attendance, recusals, and the conflicts that facts establish."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from committee.appointments.operations import appoint, end_mandate
from committee.bodies.models import Mandate
from committee.room import operations as room
from committee.rulebook import CommitteeRules
from committee.sessions.candidates import load_subjects
from committee.sessions.models import AgendaItem
from committee.voting.conflicts import (
    eligible,
    items_withheld_from,
    recused_users,
    seats_on_item,
)
from committee.voting.enums import ConflictKind
from committee.voting.models import Ballot, Recusal
from directory.accompaniments.operations import declare
from directory.impartiality.enums import Measure
from directory.impartiality.operations import end_interest
from directory.organisations.models import Organisation
from directory.people.models import User
from labelling.dossiers.models import Dossier
from tests import factories
from tests.committee import making
from tests.directory.making import interest
from workflows.access import CaseRules
from workflows.actors import Actor
from workflows.engine import perform
from workflows.models import Case
from workflows.policies import keys_of
from workflows.rules import Context
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_person_is_told_the_same() -> Iterator[None]:
    """Whatever a test made: what one person may not read of many items is what each item says."""
    yield
    items = list(AgendaItem.objects.select_related("session", "case"))
    load_subjects(items)
    for user in User.objects.filter(mandates__isnull=False).distinct():
        kept = {item.pk for item in items if recused_users(item).filter(user=user).exists()}
        assert items_withheld_from(user, items) == kept


def reads(user: User, case: Case) -> bool:
    return CaseRules.read_case.verdict(Actor.of(user), case).permitted


def vote(item: AgendaItem, mandate: Mandate, choice: str = "for") -> Ballot:
    round_id = making.round_of(item).pk
    return room.cast_ballot(item, round_id=round_id, choice=choice, user=mandate.user)


def conflicts(item: AgendaItem) -> dict[int, str]:
    return {seat.pk: seat.conflict for seat in seats_on_item(item) if seat.conflict}


def test_a_vote_may_change_until_the_round_closes() -> None:
    made = making.committee()
    item = making.voting(made)
    vote(item, made.mandates[1], "for")
    vote(item, made.mandates[1], "against")
    assert [ballot.choice for ballot in Ballot.objects.all()] == ["against"]
    making.cast(made, item, "for", "against", "for")
    making.decide(made, item)
    with pytest.raises(Stale):
        vote(item, made.mandates[1], "for")


def test_an_unknown_choice_is_refused_by_the_operation_and_by_the_database() -> None:
    made = making.committee()
    item = making.voting(made)
    with pytest.raises(Refused):
        vote(item, made.mandates[0], "null")
    vote(item, made.mandates[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.update(choice="peut-être")


def test_absent_members_do_not_vote() -> None:
    made = making.committee()
    item = making.voting(made)
    making.attend(made, item.session, made.mandates[:4])
    with pytest.raises(Forbidden, match="présence"):
        vote(item, made.mandates[4])
    assert not CommitteeRules.voter.users(item).filter(pk=made.mandates[4].user_id)


def test_a_member_who_voted_cannot_be_marked_absent() -> None:
    made = making.committee()
    item = making.voting(made)
    vote(item, made.mandates[4])
    with pytest.raises(Refused) as refused:
        making.attend(made, item.session, made.mandates[:4])
    assert refused.value.unmet[0].field == "present"


def test_a_recusal_takes_the_ballot_back_and_binds() -> None:
    made = making.committee()
    item = making.voting(made)
    member = made.mandates[2]
    vote(item, member)
    room.recuse(
        item, mandate=member, reason="Bénévole de longue date.", actor=Actor.of(member.user)
    )
    assert not Ballot.objects.exists()
    with pytest.raises(Forbidden, match="déport"):
        vote(item, member)
    assert member not in eligible(item)
    assert not reads(member.user, item.case)


def test_members_recuse_themselves_only_the_chair_and_the_cress_others() -> None:
    made = making.committee()
    item = making.voting(made)
    one, other = made.mandates[1:3]
    with pytest.raises(Forbidden):
        room.recuse(item, mandate=other, reason="Lien.", actor=Actor.of(one.user))
    room.recuse(item, mandate=other, reason="Lien.", actor=made.cress)
    with pytest.raises(Refused):
        room.recuse(item, mandate=other, reason="Lien.", actor=made.chair)
    assert Recusal.objects.get().history.get().actor == made.cress.reference


def test_a_recusal_says_why_and_comes_before_the_decision() -> None:
    made = making.committee()
    item = making.voting(made)
    with pytest.raises(Refused) as refused:
        room.recuse(item, mandate=made.mandates[1], reason=" ", actor=made.chair)
    assert refused.value.unmet[0].field == "reason"
    making.cast(made, item, "for", "for", "for")
    making.decide(made, item)
    with pytest.raises(Stale):
        room.recuse(item, mandate=made.mandates[1], reason="Lien.", actor=made.chair)


def test_facts_recuse_whoever_is_linked_to_the_structure_even_undeclared() -> None:
    made = making.committee()
    case = factories.dossier("admissible")
    seated_for = making.seat(made, organisation=case.organisation)
    member_of = making.seat(made)
    factories.membership(member_of.user, case.organisation, role="contributor")
    past = making.seat(made)
    factories.membership(past.user, case.organisation, role="contributor", state="ended")
    item = making.voting(made, case)
    assert conflicts(item) == {
        seated_for.pk: ConflictKind.ORGANISATION,
        member_of.pk: ConflictKind.MEMBERSHIP,
    }
    for mandate in (seated_for, member_of):
        with pytest.raises(Forbidden, match="votre structure y est liée"):
            vote(item, mandate)
    assert not reads(seated_for.user, case)
    vote(item, past)


def test_whoever_accompanied_the_structure_lately_takes_no_part() -> None:
    made = making.committee()
    case = factories.dossier("admissible")
    accompanist = factories.organisation("Cabinet")
    seated_for = making.seat(made, organisation=accompanist)
    member_of = making.seat(made)
    factories.membership(member_of.user, accompanist, role="contributor")
    today = timezone.localdate()
    for ended_on in (today - timedelta(days=500), today - timedelta(days=900)):
        accompanied(case, accompanist, ended_on)
    item = making.voting(made, case)
    assert conflicts(item) == {
        seated_for.pk: ConflictKind.ACCOMPANIMENT,
        member_of.pk: ConflictKind.ACCOMPANIMENT,
    }
    with pytest.raises(Forbidden, match="votre organisation l’accompagne"):
        vote(item, seated_for)


@pytest.mark.parametrize(("days", "bound"), [(None, True), (700, True), (760, False)])
def test_an_accompaniment_binds_while_it_goes_on_and_24_months_after(
    days: int | None, bound: bool
) -> None:
    made = making.committee()
    case = factories.dossier("admissible")
    accompanist = factories.organisation("Cabinet")
    seat = making.seat(made, organisation=accompanist)
    ended_on = None if days is None else timezone.localdate() - timedelta(days=days)
    accompanied(case, accompanist, ended_on)
    item = making.voting(made, case)
    assert (seat.pk in conflicts(item)) is bound


def test_a_declared_interest_recuses_its_holder_and_those_who_act_for_one() -> None:
    made = making.committee()
    case = factories.dossier("admissible")
    founder = factories.organisation("Coopérative fondatrice")
    own, seated_for, member_of, known = (
        making.seat(made),
        making.seat(made, organisation=founder),
        making.seat(made),
        making.seat(made),
    )
    factories.membership(member_of.user, founder, role="contributor")
    interest(own.user, case.organisation)
    interest(founder, case.organisation)
    interest(known.user, case.organisation, Measure.DISCLOSURE)
    closed = interest(known.user, case.organisation)
    end_interest(closed, reason="Mandat terminé.", actor=factories.SYSTEM)
    item = making.voting(made, case)
    assert conflicts(item) == dict.fromkeys(
        [own.pk, seated_for.pk, member_of.pk], ConflictKind.INTEREST
    )
    with pytest.raises(Forbidden, match="un lien d’intérêt déclaré vous lie"):
        vote(item, own)
    assert not reads(member_of.user, case)
    vote(item, known)


def accompanied(case: Dossier, accompanist: Organisation, ended_on: date | None) -> None:
    """`accompanist` worked for the structure of `case`, until then."""
    context = Context(case, "declare_accompaniment", factories.SYSTEM, timezone.now())
    declare(context, accompanist=accompanist, client=case.organisation, ended_on=ended_on)


def test_whoever_instructs_a_case_does_not_vote_on_it() -> None:
    made = making.committee()
    case = factories.dossier("admissible")
    assert case.assignee is not None
    instructor = making.seat(made, user=case.assignee)
    item = making.voting(made, case)
    assert conflicts(item) == {instructor.pk: ConflictKind.INSTRUCTION}
    with pytest.raises(Forbidden, match="vous en menez l’instruction"):
        vote(item, instructor)


def test_an_appeal_excludes_those_who_voted_the_first_decision() -> None:
    made = making.committee(7)
    item = making.voting(made)
    making.cast(made, item, "against", "against", "for")
    making.close(made, item)
    room.decide(item, reasons="Le plan d’actions n’engage personne.", actor=made.chair)
    perform(item.session, "close", actor=made.chair)
    dossier = Dossier.objects.get(pk=item.case_id)
    representative = factories.representative_of(dossier)
    perform(dossier, "appeal", actor=Actor.of(representative), reason="Il nomme chacun.")
    again = making.voting(made, dossier)
    voted = made.mandates[:3]
    assert conflicts(again) == dict.fromkeys([m.pk for m in voted], ConflictKind.FIRST_DECISION)
    with pytest.raises(Forbidden, match="vous avez voté la décision contestée"):
        vote(again, voted[0])
    for mandate in made.mandates[3:6]:
        vote(again, mandate)
    making.decide(made, again)
    dossier.refresh_from_db()
    assert dossier.state == "validated"
    assert {d.outcome for d in again.case.decisions.all()} == {
        "refuse",
        "validate",
    }


def test_members_read_the_cases_of_their_agenda_until_the_session_is_cancelled() -> None:
    made, foreign = making.committee(), making.committee()
    session = making.planned(made, in_days=20)
    item = making.item(made, session)
    member, stranger = made.mandates[1].user, foreign.mandates[1].user
    assert reads(member, item.case)
    assert not reads(stranger, item.case)
    perform(session, "cancel", actor=made.cress, reason="Salle indisponible.")
    assert not reads(member, item.case)


def test_a_mandate_counts_on_the_day_of_the_session() -> None:
    made = making.committee()
    ended = made.mandates[4]
    yesterday = timezone.localdate() - timedelta(days=1)
    end_mandate(ended, ends_on=yesterday, reason="Démission.", actor=made.cress)
    item = making.voting(made)
    with pytest.raises(Forbidden, match="siégez pas"):
        vote(item, ended)
    assert eligible(item).count() == 4
    assert keys_of(ended.user) == {f"user:{ended.user_id}"}
    assert {"committee", f"committee:{made.body.pk}"} <= keys_of(made.mandates[1].user)


def test_one_person_one_seat() -> None:
    made = making.committee()
    with pytest.raises(Refused):
        appoint(
            user=made.mandates[0].user,
            college=made.body.colleges.get(name=making.NETWORKS),
            starts_on=date(2024, 1, 1),
            actor=made.cress,
        )


@pytest.mark.breaks_history
def test_a_recused_chair_conducts_nothing_of_the_item_the_longest_mandate_does() -> None:
    made = making.committee()
    case = factories.dossier("admissible")
    factories.membership(made.mandates[0].user, case.organisation, role="contributor")
    item = making.opened(made, case).items.get()
    Mandate.objects.filter(pk=made.mandates[2].pk).update(starts_on=date(2019, 1, 1))
    room.recuse(item, mandate=made.mandates[2], reason="Lien.", actor=made.cress)
    stand_in = Actor.of(made.mandates[1].user)
    for actor in (made.chair, made.cress, Actor.of(made.mandates[3].user)):
        with pytest.raises(Forbidden):
            room.open_item(item, actor=actor)
        with pytest.raises(Forbidden):
            room.defer(item, reason="Trop tard.", actor=actor)
    room.open_item(item, actor=stand_in)
    round_id = making.round_of(item).pk
    with pytest.raises(Forbidden):
        room.put_to_vote(item, proposal="adjourn", actor=made.chair)
    for index, choice in ((1, "against"), (3, "against"), (4, "for")):
        vote(item, made.mandates[index], choice)
    with pytest.raises(Forbidden):
        room.close_vote(item, round_id=round_id, actor=made.chair)
    room.close_vote(item, round_id=round_id, actor=stand_in)
    with pytest.raises(Forbidden):
        room.decide(item, reasons="Trop vague.", actor=made.chair)
    room.decide(item, reasons="Trop vague.", actor=stand_in)
    perform(item.session, "close", actor=made.chair)


def test_a_stand_in_is_present_and_without_one_the_cress_defers() -> None:
    made = making.committee()
    item = making.opened(made, present=0).items.get()
    room.recuse(item, mandate=made.mandates[0], reason="Lien.", actor=made.chair)
    with pytest.raises(Forbidden):
        room.defer(item, reason="Personne.", actor=Actor.of(made.mandates[1].user))
    room.defer(item, reason="Personne ne peut le conduire.", actor=made.cress)


def test_closing_the_session_defers_even_the_items_the_chair_is_recused_from() -> None:
    made = making.committee()
    item = making.opened(made).items.get()
    room.recuse(item, mandate=made.mandates[0], reason="Lien.", actor=made.chair)
    perform(item.session, "close", actor=made.chair)
    item.refresh_from_db()
    assert item.state == "deferred"


def deferred(made: making.Committee, case: Dossier, recused: Mandate | None = None) -> AgendaItem:
    """An item opened to nobody's vote: on the agenda of a session now closed, and put off."""
    item = making.opened(made, case).items.get()
    if recused is not None:
        room.recuse(item, mandate=recused, reason="Mon frère y travaille.", actor=made.cress)
    room.open_item(item, actor=made.chair)
    room.defer(item, reason="Faute de temps.", actor=made.chair)
    perform(item.session, "close", actor=made.chair)
    return item


def test_recused_from_the_item_under_way_a_member_does_not_read_by_an_earlier_one() -> None:
    made = making.committee()
    case = factories.dossier("admissible")
    deferred(made, case)
    member = made.mandates[1]
    again = making.item(made, making.planned(made), case)
    assert reads(member.user, case)
    room.recuse(again, mandate=member, reason="Lien.", actor=made.cress)
    assert not reads(member.user, case)


@pytest.mark.breaks_history
def test_a_recusal_outlives_the_deferral_and_the_mandate() -> None:
    made = making.committee()
    case = factories.dossier("admissible")
    member = made.mandates[1]
    earlier = deferred(made, case, recused=member)
    Mandate.objects.filter(pk=member.pk).update(ends_on=timezone.localdate())
    tomorrow = timezone.localdate() + timedelta(days=1)
    renewed = appoint(
        user=member.user, college=member.college, starts_on=tomorrow, actor=made.cress
    )
    session = making.planned(made, in_days=2)
    again = making.item(made, session, case)
    assert renewed not in eligible(again)
    assert not reads(member.user, case)
    assert made.mandates[2] in eligible(again)
    assert member not in eligible(earlier)


def test_a_later_recusal_does_not_rewrite_who_took_part_before() -> None:
    made = making.committee()
    case = factories.dossier("admissible")
    earlier = deferred(made, case)
    again = making.item(made, making.planned(made), case)
    room.recuse(again, mandate=made.mandates[1], reason="Lien.", actor=made.cress)
    assert made.mandates[1] in eligible(earlier)


def test_whose_mandate_is_over_reads_nothing_any_more() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    making.decide(made, item)
    perform(item.session, "close", actor=made.chair)
    gone, kept = made.mandates[4], made.mandates[3]
    end_mandate(gone, ends_on=timezone.localdate(), reason="Départ.", actor=made.cress)
    assert reads(gone.user, item.case)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        for user, status in ((gone.user, 403), (kept.user, 200)):
            client = Client()
            client.force_login(user)
            assert reads(user, item.case) is (status == 200)
            for path in ("/seances/", f"/seances/{item.session_id}/salle/"):
                assert client.get(path).status_code == status


def test_whose_mandate_is_to_come_prepares_the_session_where_they_will_sit() -> None:
    made = making.committee()
    soon = timezone.localdate() + timedelta(days=5)
    college = made.body.colleges.first()
    assert college is not None
    newcomer = factories.user()
    appoint(user=newcomer, college=college, starts_on=soon, actor=made.cress)
    assert reads(newcomer, making.item(made, making.planned(made, in_days=20)).case)
    assert not reads(newcomer, making.item(made, making.planned(made, in_days=2)).case)


def test_once_a_count_waits_for_its_decision_no_recusal_changes_it() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "against", "against", "for")
    making.close(made, item)
    with pytest.raises(Stale, match="compté"):
        room.recuse(item, mandate=made.mandates[1], reason="Lien.", actor=made.chair)
    assert not Recusal.objects.exists()
