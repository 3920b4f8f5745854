"""What a vote writes beside its item, in the same transaction: rounds, counts, decisions."""

from typing import cast

from django.db.models import Max

from committee.rulebook import CommitteeRules
from committee.sessions.inputs import ProposalPut
from committee.sessions.models import AgendaItem
from committee.voting import ballot_count
from committee.voting.enums import RoundResult
from committee.voting.models import Decision, VotingRound
from workflows.actors import Actor
from workflows.deliberation import Deliberated, Proposal
from workflows.engine import amend, create, perform
from workflows.rules import Context


@CommitteeRules.enter_deliberation.does
def enter_deliberation(context: Context) -> None:
    """The case enters deliberation, unless a deferred item already brought it there."""
    subject: Deliberated = context.case.case.subject
    entry = subject.entry_transition()
    if subject.state != entry.target:
        perform(subject, entry.name, actor=Actor.deliberation(context.case), at=context.at)


@CommitteeRules.open_round.does
def open_round(context: Context) -> None:
    """Put a proposal to the vote: the one in the data, the first of the case by default."""
    item: AgendaItem = context.case
    subject: Deliberated = item.case.subject
    proposal = subject.proposal(context.given(ProposalPut).proposal or subject.on_offer[0].key)
    last = item.rounds.aggregate(last=Max("number"))["last"] or 0
    create(
        VotingRound(
            item=item,
            number=last + 1,
            proposal=proposal.key,
            question=_question_of(proposal, item),
            opened_at=context.at,
        ),
        actor=context.actor,
        action="open",
        at=context.at,
    )


def _question_of(proposal: Proposal, item: AgendaItem) -> str:
    """The question written for the item is that of the first proposal; others ask their own."""
    subject: Deliberated = item.case.subject
    return item.opening_question if proposal == subject.on_offer[0] else proposal.question


@CommitteeRules.supersede_round.does
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


@CommitteeRules.count_round.does
def count_round(context: Context) -> None:
    """Seal the round under way with its count."""
    round_ = (
        context.case.rounds.under_way().select_related("item__session__body", "item__case").get()
    )
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


@CommitteeRules.record_decision.does
def record_decision(context: Context) -> None:
    """Write what the last round decides; the guard saw that it settles the item."""
    item: AgendaItem = context.case
    round_ = item.rounds.latest("number")
    outcome = cast(Proposal, round_.outcome)
    Decision.objects.create(
        item=item,
        case_id=item.case_id,
        proposal=round_.proposal,
        outcome=outcome.key,
        reasons=context.reason,
        proof=round_.proof,
        colleges=round_.colleges,
        decided_at=context.at,
    )


@CommitteeRules.carry_out.does
def carry_out(context: Context) -> None:
    """Have the decision move the case: it is the actor, its reasons are the reasons."""
    decision = Decision.objects.get(item=context.case)
    perform(
        context.case.case.subject,
        decision.decided_proposal.transition,
        actor=Actor.decision(decision),
        reason=decision.reasons,
        at=decision.decided_at,
    )
