"""The committee decides: from the agenda of an open session to the state of the dossier."""

import threading
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from committee.bodies.models import Body
from committee.bodies.voting_rules import Majority, VotingRule
from committee.room import operations as room
from committee.secretariat.minutes_draft import draft_minutes
from committee.sessions.candidates import candidates
from committee.sessions.enums import AgendaItemState
from committee.sessions.models import AgendaItem, Session
from committee.voting.enums import RoundResult
from committee.voting.models import Ballot, Decision, VotingRound
from committee.voting.proofs import decisions_recompute
from committee.voting.result_display import view_round
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from tests import factories
from tests.committee import making
from workflows.actors import Actor
from workflows.engine import perform
from workflows.outbox.events import overhear
from workflows.triggers import create_statements, drop_statements
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db


def codes(refusal: Refused) -> list[str]:
    return [unmet.code for unmet in refusal.unmet]


def ground_of(round_: VotingRound) -> str:
    proof: Any = round_.proof
    ground: str = proof["ground"]
    return ground


def dossier_of(item: AgendaItem) -> Dossier:
    return Dossier.objects.get(pk=item.case_id)


def test_opening_an_item_brings_its_case_into_deliberation() -> None:
    item = making.voting(making.committee())
    assert dossier_of(item).state == "in_deliberation"
    assert item.state == AgendaItemState.OPEN
    history = dossier_of(item).history.latest("history_id")
    assert history.actor == f"deliberation:{item.pk}"


def test_an_adopted_opinion_validates_and_grants_the_label() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "against", "for", "abstention")
    making.decide(made, item)
    decision = Decision.objects.get(item=item)
    assert decision.outcome == "validate"
    assert decision.proof["tally"] == {
        "for": 3,
        "against": 1,
        "abstention": 1,
        "blank": 0,
        "null": 0,
    }
    dossier = dossier_of(item)
    assert dossier.state == "validated"
    assert dossier.history.latest("history_id").actor == f"decision:{decision.pk}"
    assert Recognition.objects.get(case_id=dossier.pk).state == "active"
    assert item.state == AgendaItemState.DECIDED


def test_each_college_keeps_its_own_count() -> None:
    made = making.committee(9)
    item = making.voting(made)
    making.cast(made, item, "for", "for", "against", "blank", "for", "for", "for", "for", "for")
    round_ = making.decide(made, item)
    by_name = {row["label"]: row for row in round_.colleges}
    assert by_name[making.EXPERTS]["ballots"] == {"for": 2, "blank": 1}
    assert by_name[making.NETWORKS]["ballots"] == {"for": 3}
    assert by_name[making.INSTITUTIONS]["ballots"] == {"for": 2, "against": 1}
    assert sum(row["eligible"] for row in by_name.values()) == 9


@pytest.mark.parametrize(
    ("choices", "withheld"),
    [
        # 3, 3 and 2 ballots: the 2, and a college of 3 lest a subtraction give them.
        (["for"] * 8, 2),
        # 3, 2 and 2: the two small ones are four together.
        (["for"] * 7, 2),
        (["for"] * 4, 3),
        (["for"] * 9, 0),
    ],
)
def test_a_college_too_small_to_keep_votes_secret_is_not_detailed(
    choices: list[str], withheld: int
) -> None:
    made = making.committee(9)
    item = making.voting(made)
    making.cast(made, item, *choices)
    making.decide(made, item)
    rows = Decision.objects.get().colleges
    assert [row["ballots"] for row in rows].count(None) == withheld
    assert sum(row["voting"] for row in rows) == len(choices)
    assert all(row["ballots"] is None for row in rows if row["voting"] < 3)
    hidden = sum(row["voting"] for row in rows if row["ballots"] is None)
    assert hidden == 0 or hidden >= 3
    said = [college.sentence for college in view_round(making.round_of(item)).colleges]
    assert sum("non détaillé" in sentence for sentence in said) == withheld


def test_a_rejected_opinion_waits_for_the_reasons_of_the_refusal() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "against", "against", "for", "against")
    round_ = making.close(made, item)
    assert round_.result == RoundResult.REJECTED
    assert dossier_of(item).state == "in_deliberation"
    with pytest.raises(Refused) as refused:
        room.decide(item, reasons="  ", actor=made.chair)
    assert [unmet.field for unmet in refused.value.unmet] == ["reason"]
    room.decide(item, reasons="Le plan d’actions n’engage personne.", actor=made.chair)
    dossier = dossier_of(item)
    assert dossier.state == "refused"
    assert dossier.decision_reasons == "Le plan d’actions n’engage personne."


def test_after_a_rejection_the_chair_may_put_an_adjournment_to_the_vote() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "against", "against", "for", "against")
    first = making.close(made, item)
    room.put_to_vote(item, proposal="adjourn", actor=made.chair)
    assert making.round_of(item).number == 2
    assert not making.round_of(item).ballots.exists()
    with pytest.raises(Stale):
        room.cast_ballot(item, round_id=first.pk, choice="for", user=made.mandates[0].user)
    making.cast(made, item, "for", "for", "for", "against")
    making.close(made, item)
    room.decide(item, reasons="Précisez les indicateurs du plan d’actions.", actor=made.chair)
    dossier = dossier_of(item)
    assert dossier.state == "to_complete"
    assert [c.request for c in dossier.complements.all()] == [
        "Précisez les indicateurs du plan d’actions."
    ]


def test_a_proposal_is_voted_once() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "against", "against", "against")
    making.close(made, item)
    with pytest.raises(Refused) as refused:
        room.put_to_vote(item, proposal="validate", actor=made.chair)
    assert codes(refused.value) == ["already_voted"]


def test_a_rejected_adjournment_decides_nothing() -> None:
    made = making.committee()
    item = making.voting(made, proposal="adjourn")
    making.cast(made, item, "against", "against", "against")
    making.close(made, item)
    with pytest.raises(Refused) as refused:
        room.decide(item, reasons="Refus.", actor=made.chair)
    assert codes(refused.value)[0] == "no_outcome"
    assert dossier_of(item).state == "in_deliberation"


def test_abandoned_ballots_are_never_counted_nor_kept() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    abandoned = making.round_of(item)
    room.put_to_vote(item, proposal="adjourn", actor=made.chair)
    abandoned.refresh_from_db()
    assert abandoned.result == RoundResult.SUPERSEDED
    assert abandoned.proof is None
    assert not Ballot.objects.filter(round=abandoned).exists()


def test_without_an_expressed_vote_there_is_no_decision() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "abstention", "blank", "abstention")
    round_ = making.close(made, item)
    assert round_.result == RoundResult.NO_DECISION
    assert dossier_of(item).state == "in_deliberation"


def test_a_tie_without_the_chair_s_choice_rejects() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "abstention", "for", "for", "against", "against")
    round_ = making.close(made, item)
    assert round_.result == RoundResult.REJECTED
    assert ground_of(round_) == "tie"


def test_the_chair_s_vote_breaks_a_tie() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "against", "against")
    round_ = making.decide(made, item)
    assert ground_of(round_) == "casting_vote"
    assert dossier_of(item).state == "validated"


def test_a_recused_chair_breaks_no_tie() -> None:
    made = making.committee()
    item = making.voting(made)
    room.recuse(item, mandate=made.mandates[0], reason="Ancien salarié.", actor=made.chair)
    for mandate, choice in zip(
        made.mandates[1:], ("for", "for", "against", "against"), strict=True
    ):
        room.cast_ballot(item, round_id=making.round_of(item).pk, choice=choice, user=mandate.user)
    assert ground_of(making.close(made, item)) == "tie"


def test_closing_without_a_quorum_is_refused_with_the_numbers() -> None:
    made = making.committee(6)
    item = making.voting(made)
    making.attend(made, item.session, made.mandates[:2])
    with pytest.raises(Refused) as refused:
        making.close(made, item)
    assert codes(refused.value) == ["quorum_missed"]
    assert "2 sur 3 requis" in refused.value.unmet[0].message
    making.attend(made, item.session, made.mandates[:3])
    making.cast(made, item, "for", "for")
    assert making.close(made, item).result == RoundResult.ADOPTED


def test_with_fewer_than_three_eligible_members_the_item_is_deferred() -> None:
    made = making.committee(3)
    case = factories.dossier("admissible")
    factories.membership(made.mandates[1].user, case.organisation, role="contributor")
    session = making.opened(made, case)
    item = session.items.get()
    with pytest.raises(Refused) as refused:
        room.open_item(item, actor=made.chair)
    assert codes(refused.value) == ["too_few_eligible"]
    room.defer(item, reason="Deux membres seulement peuvent voter.", actor=made.chair)
    assert [waiting.pk for waiting in candidates()] == [case.pk]


def test_a_deferred_deliberation_resumes_at_another_session() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for")
    room.defer(item, reason="Le débat n’est pas mûr.", actor=made.chair)
    assert dossier_of(item).state == "in_deliberation"
    perform(item.session, "close", actor=made.chair)
    assert [case.pk for case in candidates()] == [item.case_id]
    again = making.voting(made, dossier_of(item))
    making.cast(made, again, "for", "for", "for")
    making.decide(made, again)
    assert dossier_of(again).state == "validated"
    assert not candidates().exists()


def test_a_case_withdrawn_while_it_is_voted_on_stops_the_vote_and_says_how_to_go_on() -> None:
    made, case = making.committee(), factories.dossier("admissible")
    item = making.voting(made, case)
    making.cast(made, item, "for", "for", "for")
    case.refresh_from_db()
    perform(case, "withdraw", actor=Actor.of(factories.representative_of(case)))
    voter, chair = made.mandates[3].user, made.mandates[0].user
    with pytest.raises(Stale):
        room.cast_ballot(item, round_id=making.round_of(item).pk, choice="for", user=voter)
    with pytest.raises(Refused) as refused:
        making.close(made, item)
    assert codes(refused.value) == ["case_not_ready"]
    with pytest.raises(Refused):
        room.put_to_vote(item, proposal="adjourn", actor=making.leader(item))
    for person, told in ((voter, "va reporter ce point"), (chair, "reportez ce point")):
        client = Client()
        client.force_login(person)
        page = client.get(reverse("committee:room", args=[item.session_id])).text
        assert told in page
        assert "Votre voix" not in page
    room.defer(item, reason="Dossier abandonné.", actor=making.leader(item))
    perform(item.session, "close", actor=made.chair)


def test_a_withdrawn_case_cannot_be_opened() -> None:
    made = making.committee()
    session = making.opened(made)
    item = session.items.get()
    dossier = dossier_of(item)
    perform(dossier, "withdraw", actor=Actor.of(factories.representative_of(dossier)))
    with pytest.raises(Refused) as refused:
        room.open_item(item, actor=made.chair)
    assert codes(refused.value) == ["case_not_ready"]


def test_only_the_chair_conducts_the_vote() -> None:
    made = making.committee()
    item = making.voting(made)
    for actor in (Actor.of(made.mandates[1].user), made.cress):
        with pytest.raises(Forbidden):
            room.close_vote(item, round_id=making.round_of(item).pk, actor=actor)
        with pytest.raises(Forbidden):
            room.put_to_vote(item, proposal="adjourn", actor=actor)


def test_a_session_examines_one_item_at_a_time() -> None:
    made = making.committee()
    session = making.opened(made, factories.dossier("admissible"), factories.dossier("admissible"))
    first, second = session.items.order_by("position")
    room.open_item(first, actor=made.chair)
    with pytest.raises(Refused) as refused:
        room.open_item(second, actor=made.chair)
    assert codes(refused.value) == ["item_open"]
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=second.pk).update(state="open", opened_at=first.opened_at)


@pytest.mark.breaks_history
def test_a_decision_recomputes_whatever_the_rule_becomes() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "against")
    making.decide(made, item)
    stricter = VotingRule(version=2, majority=Majority.QUALIFIED).to_dict()
    Body.objects.filter(pk=made.body.pk).update(rule=stricter)
    decision = Decision.objects.get(item=item)
    assert decision.recomputes()
    decision.proof["tally"]["for"] = 0
    assert not decision.recomputes()


@pytest.mark.breaks_history
@pytest.mark.parametrize(
    ("forged", "found"),
    [
        ("proposal = 'adjourn'", "le vote n’en donne pas l’issue"),
        ("colleges = '[]'", "le vote n’en donne pas l’issue"),
        ("proof = '{}'", "le vote n’en donne pas l’issue"),
        ("reasons = 'Autres.'", "les motifs ne sont pas ceux prononcés"),
    ],
)
def test_a_decision_rewritten_is_found_out(forged: str, found: str) -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    making.decide(made, item)
    assert list(decisions_recompute()) == []
    with connection.cursor() as cursor:
        for statement in drop_statements(connection.vendor, "committee_decision"):
            cursor.execute(statement)
        cursor.execute(f"UPDATE committee_decision SET {forged}")
        for statement in create_statements(connection.vendor, "committee_decision"):
            cursor.execute(statement)
    [told] = decisions_recompute()
    assert found in told


@pytest.mark.breaks_history
def test_a_count_under_another_rule_than_the_session_s_is_found_out() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    making.decide(made, item)
    other = VotingRule(version=2).to_dict()
    Session.objects.filter(pk=item.session_id).update(rule=other)
    [told] = decisions_recompute()
    assert "le vote n’en donne pas l’issue" in told


REPLACE = (
    "INSERT OR REPLACE INTO committee_decision (item_id, case_id, proposal, outcome, reasons, "
    "proof, colleges, decided_at) SELECT item_id, case_id, proposal, outcome, 'Forgés', proof, "
    "colleges, decided_at FROM committee_decision"
)
TABLES = ("committee_decision", "committee_historicalvotinground")
WRITES = ("DELETE FROM {}", "UPDATE {} SET id = id")


@pytest.mark.parametrize(
    "statement", [REPLACE, *(write.format(table) for table in TABLES for write in WRITES)]
)
def test_proofs_are_append_only(statement: str) -> None:
    if statement is REPLACE and connection.vendor != "sqlite":
        pytest.skip("PostgreSQL replaces nothing")
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    making.decide(made, item)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_refused_transition_of_the_case_leaves_no_decision(monkeypatch: Any) -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    wrong = replace(Dossier.proposal("validate"), transition="resubmit")
    monkeypatch.setattr(Dossier, "proposals", (wrong, *Dossier.proposals[1:]))
    with pytest.raises(Forbidden):
        making.decide(made, item)
    item.refresh_from_db()
    assert item.state == AgendaItemState.OPEN
    assert making.round_of(item).is_counted
    assert not Decision.objects.exists()


def test_closing_twice_is_stale() -> None:
    made = making.committee()
    item = making.voting(made)
    seen = AgendaItem.objects.get(pk=item.pk)
    making.cast(made, item, "for", "for", "for")
    making.close(made, item)
    with pytest.raises(Stale):
        room.close_vote(seen, round_id=making.round_of(item).pk, actor=made.chair)
    assert not Decision.objects.exists()


def test_closing_a_vote_writes_to_nobody_and_proclaiming_it_does() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    with overhear() as events:
        round_ = making.close(made, item)
    assert (events, round_.result) == ([], RoundResult.ADOPTED)
    assert dossier_of(item).state == "in_deliberation"
    by = item.history.latest("history_id")
    assert (by.transition, by.actor) == ("close_vote", made.chair.reference)
    with overhear() as events:
        room.decide(item, actor=made.chair)
    assert "dossier.validate" in [event.name for event in events]
    assert dossier_of(item).state == "validated"


def test_between_the_count_and_its_proclamation_nothing_else_comes() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    round_ = making.close(made, item)
    late = made.mandates[4]
    with pytest.raises(Stale):
        room.cast_ballot(item, round_id=round_.pk, choice="against", user=late.user)
    with pytest.raises(Stale):
        room.recuse(item, mandate=late, reason="Lien.", actor=made.chair)
    with pytest.raises(Refused) as refused:
        room.put_to_vote(item, proposal="refuse", actor=made.chair)
    assert codes(refused.value) == ["already_adopted"]
    with pytest.raises(Refused) as refused:
        perform(item.session, "close", actor=made.chair)
    assert codes(refused.value) == ["item_open"]
    with pytest.raises(Forbidden):
        room.decide(item, actor=Actor.of(late.user))


def test_a_count_not_proclaimed_is_proclaimed_by_whoever_stands_in() -> None:
    """The chair joins the structure meanwhile: nothing is stuck, and it is known who did what."""
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    making.close(made, item)
    factories.membership(made.mandates[0].user, dossier_of(item).organisation, "contributor")
    stand_in = making.leader(item)
    assert stand_in.reference != made.chair.reference
    with pytest.raises(Forbidden):
        room.decide(item, actor=made.chair)
    room.decide(item, actor=stand_in)
    moves = item.history.order_by("history_id").values_list("transition", "actor")
    assert [*moves][-2:] == [
        ("close_vote", made.chair.reference),
        ("decide", stand_in.reference),
    ]


def test_a_counted_item_that_is_deferred_says_both_in_the_minutes() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    making.close(made, item)
    room.defer(item, reason="Le dossier a changé.", actor=made.chair)
    perform(item.session, "close", actor=made.chair)
    item.session.refresh_from_db()
    minutes = draft_minutes(item.session)
    assert "Avec 3 pour, 0 contre" in minutes
    assert "Point reporté à une prochaine séance." in minutes
    assert "Décision" not in minutes


@pytest.mark.django_db(transaction=True)
def test_of_two_closings_at_once_one_wins() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    round_id = making.round_of(item).pk
    start, results = threading.Barrier(4), []

    def attempt() -> None:
        mine = AgendaItem.objects.get(pk=item.pk)
        start.wait(timeout=20)
        try:
            room.close_vote(mine, round_id=round_id, actor=made.chair)
            results.append("closed")
        except Stale:
            results.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(results) == ["closed", "stale", "stale", "stale"]
    assert Decision.objects.count() == 0
    assert VotingRound.objects.count() == 1
