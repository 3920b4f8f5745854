"""How many members count on an item, and whether they reach the quorum."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from committee.sessions.models import AgendaItem
from committee.voting import tally
from committee.voting.conflicts import eligible


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many members count on an item, recused ones left out, under the rule of its session."""

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
    return headcount_of(eligible(item), item.session.voting_rule)
