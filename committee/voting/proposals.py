"""From a vote to an outcome: what a result says of the proposal that was voted."""

from committee.sessions.models import AgendaItem
from committee.voting.enums import RoundResult
from workflows.deliberation import Deliberated, Proposal


def proposals_on(item: AgendaItem) -> type[Deliberated]:
    """What may be put to the vote on `item`: the kind of case that declares it."""
    model: type[Deliberated] = item.case.child_model
    return model


def outcome_of(model: type[Deliberated], proposal: str, result: str) -> Proposal | None:
    """What the `result` of a vote on `proposal` (its key) decides, None when nothing.

    An adopted proposal is the outcome. A rejected one amounts to another where its kind of case
    says so: declining to validate is a refusal, that the chair pronounces with reasons unless she
    puts an adjournment to the vote first. Otherwise a rejection says nothing of what is wanted
    instead, and another proposal follows.
    """
    voted = model.proposal(proposal)
    if result == RoundResult.ADOPTED:
        return voted
    if result == RoundResult.REJECTED and voted.when_rejected:
        return model.proposal(voted.when_rejected)
    return None


def outcome_in_words(item: AgendaItem, outcome: Proposal) -> str:
    """What the committee does with the case: « dossier validé »."""
    return f"{proposals_on(item)._meta.verbose_name} {outcome.decided.lower()}"
