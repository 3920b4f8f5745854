"""What a round's ballots say, by college where that names no vote, and what it settles."""

from dataclasses import dataclass
from typing import Any

from committee.bodies.voting_rules import Choice
from committee.sessions.models import AgendaItem
from committee.voting import tally
from committee.voting.conflicts import eligible
from committee.voting.models import Ballot, VotingRound
from workflows.deliberation import Proposal

SMALLEST_DETAILED = 3


@dataclass(frozen=True, slots=True)
class Count:
    """The counted round: the tally's outcome, and the ballots of each college."""

    outcome: tally.Outcome
    colleges: list[dict[str, Any]]


def count_round(round_: VotingRound) -> Count:
    """Count the ballots of `round_` under the rule of its session.

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
        session.voting_rule,
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


def decisive_outcome(item: AgendaItem) -> Proposal | None:
    """What the decision on `item` would be now, None while no vote settles it."""
    last = decisive_round(item)
    return last.outcome if last else None
