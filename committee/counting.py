"""From the room to the tally: who counts on an item, and what a round's ballots say."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from committee import tally
from committee.conflicts import eligible
from committee.models import AgendaItem, Ballot, VotingRound
from committee.voting_rules import Choice
from workflows.decisions import DecisionOutcome

SMALLEST_DETAILED = 3


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many members count on an item, recused ones left out, under the body's rule."""

    eligible: int
    minimum: int
    quorum: tally.QuorumProof

    @property
    def too_few(self) -> bool:
        return self.eligible < self.minimum


def headcount_of(mandates: Iterable[Any], rule: tally.VotingRule) -> Headcount:
    """Count `mandates`, the eligible ones as `conflicts.eligible` annotates them."""
    listed = list(mandates)
    present = sum(mandate.present for mandate in listed)
    return Headcount(
        eligible=len(listed),
        minimum=rule.minimum_eligible,
        quorum=tally.quorum(len(listed), present, 0, rule),
    )


def headcount(item: AgendaItem) -> Headcount:
    """Count who may vote on `item` now."""
    return headcount_of(eligible(item), item.session.body.voting_rule)


@dataclass(frozen=True, slots=True)
class Count:
    """The counted round: the tally's outcome, and the ballots of each college."""

    outcome: tally.Outcome
    colleges: list[dict[str, Any]]


def count_round(round_: VotingRound) -> Count:
    """Count the ballots of `round_` under the body's rule.

    Only those of members present and not recused at this moment: a recusal declared during the
    vote takes the ballot with it. The chair breaks a tie only with a vote of her own.
    """
    item = round_.item
    session = item.session
    members = list(eligible(item).select_related("college"))
    voting = {mandate.pk for mandate in members if mandate.present}
    ballots = {
        ballot.mandate_id: Choice(ballot.choice)
        for ballot in Ballot.objects.filter(round=round_, mandate__in=voting)
    }
    outcome = tally.outcome(
        tally.Tally.of(ballots.values()),
        session.body.voting_rule,
        tally.VoteContext(
            eligible=len(members),
            present=len(voting),
            chair_may_vote=session.chair_id in voting,
        ),
        ballots.get(session.chair_id),
    )
    return Count(outcome=outcome, colleges=_by_college(members, voting, ballots))


def _by_college(
    members: list[Any], voting: set[int], ballots: dict[int, Choice]
) -> list[dict[str, Any]]:
    rows: dict[int, dict[str, Any]] = {}
    for mandate in members:
        row = rows.setdefault(
            mandate.college_id,
            {
                "key": mandate.college.key,
                "label": str(mandate.college),
                "eligible": 0,
                "present": 0,
                "voting": 0,
                "ballots": {},
            },
        )
        row["eligible"] += 1
        row["present"] += mandate.pk in voting
        if choice := ballots.get(mandate.pk):
            row["voting"] += 1
            row["ballots"][choice.value] = row["ballots"].get(choice.value, 0) + 1
    _withhold_small(list(rows.values()))
    return list(rows.values())


def _withhold_small(rows: list[dict[str, Any]]) -> None:
    """Drop the ballots of the colleges where they would name a vote, for the decision is for ever.

    Those with fewer than SMALLEST_DETAILED ballots, then, as long as those withheld number fewer
    together, the next smallest: subtracting the other colleges from the tally must not tell.
    """
    hidden = 0
    for row in sorted(rows, key=lambda row: row["voting"]):
        if row["voting"] and (row["voting"] < SMALLEST_DETAILED or 0 < hidden < SMALLEST_DETAILED):
            hidden += row["voting"]
            row["ballots"] = None


def decisive_round(item: AgendaItem) -> VotingRound | None:
    """The last round of `item`, when it is closed: the one that decides."""
    last = item.rounds.order_by("-number").first()
    return None if last is None or last.is_open else last


def decisive_outcome(item: AgendaItem) -> DecisionOutcome | None:
    """What the decision on `item` would be now, None while no vote settles it."""
    last = decisive_round(item)
    return last.outcome if last else None
