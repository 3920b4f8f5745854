"""How many members count on an item, and whether they reach the quorum."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from committee.sessions.models import AgendaItem
from committee.voting import tally
from committee.voting.conflicts import eligible

# What is done when too few may vote on an item, whoever says so, in the room or before.
WHEN_TOO_FEW = (
    "Reportez ce point à une séance où assez de membres peuvent voter, ou nommez d’autres membres."
)


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many members count on an item, recused ones left out, under the rule of its session."""

    eligible: int
    minimum: int
    quorum: tally.QuorumProof

    @property
    def too_few(self) -> bool:
        return self.eligible < self.minimum

    @property
    def in_words(self) -> str:
        """« Membres pouvant voter sur ce point : 1, pour un minimum de 3. »"""
        return (
            f"Membres pouvant voter sur ce point\u00a0: {self.eligible}, pour un minimum de "
            f"{self.minimum}."
        )


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
