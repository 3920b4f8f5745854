"""What a vote writes beside its item, in the same transaction: rounds, counts, decisions."""

from typing import Any

from django.db.models import Max

from committee.sessions.candidates import entry_of
from committee.sessions.models import AgendaItem
from committee.voting import ballot_count
from committee.voting.enums import RoundResult
from committee.voting.models import Decision, VotingRound
from committee.voting.proposals import question_of
from workflows.actors import Actor
from workflows.decisions import DecisionOutcome
from workflows.engine import amend, create, perform
from workflows.rules import Context, effect


@effect("committee.enter_deliberation")
def enter_deliberation(context: Context) -> None:
    """The case enters deliberation, unless a deferred item already brought it there."""
    subject = context.case.case.subject
    entry = entry_of(subject)
    if subject.state != entry.target:
        perform(subject, entry.name, actor=Actor.deliberation(context.case), at=context.at)


@effect("committee.open_round")
def open_round(context: Context) -> None:
    """Put a proposal to the vote: the one in the data, to validate by default."""
    item: AgendaItem = context.case
    proposal = context.data.get("proposal", DecisionOutcome.FAVOURABLE)
    last = item.rounds.aggregate(last=Max("number"))["last"] or 0
    create(
        VotingRound(
            item=item,
            number=last + 1,
            proposal=proposal,
            question=question_of(proposal, item.question),
            opened_at=context.at,
        ),
        actor=context.actor,
        action="open",
        at=context.at,
    )


@effect("committee.supersede_round")
def supersede_round(context: Context) -> None:
    """The round under way, if any, ends uncounted: nobody ever learns what its ballots said."""
    for round_ in context.case.rounds.under_way():
        amend(
            round_,
            action="supersede",
            actor=context.actor,
            at=context.at,
            result=RoundResult.SUPERSEDED,
            closed_at=context.at,
        )
        round_.ballots.all().delete()


@effect("committee.count_round")
def count_round(context: Context) -> None:
    """Seal the round under way with its count."""
    round_ = context.case.rounds.under_way().select_related("item__session__body").get()
    counted = ballot_count.count_round(round_)
    amend(
        round_,
        action="count",
        actor=context.actor,
        at=context.at,
        result=counted.outcome.result.value,
        proof=counted.outcome.proof,
        colleges=counted.colleges,
        closed_at=context.at,
    )


@effect("committee.record_decision")
def record_decision(context: Context) -> None:
    """Write the decision, then have it move the case: the decision itself is the actor."""
    item: AgendaItem = context.case
    round_ = item.rounds.latest("number")
    # The guard saw that this round settles the item.
    outcome: Any = round_.outcome
    decision = Decision.objects.create(
        item=item,
        case_id=item.case_id,
        proposal=round_.proposal,
        outcome=outcome,
        reasons=context.reason,
        proof=round_.proof,
        colleges=round_.colleges,
        decided_at=context.at,
    )
    subject = item.case.subject
    perform(
        subject,
        subject.committee_outcomes[outcome],
        actor=Actor.decision(decision),
        reason=context.reason,
        at=context.at,
    )
