"""From a vote to an outcome: what a result says of the proposal that was voted. No database."""

from committee.voting.enums import RoundResult
from workflows.decisions import DecisionOutcome

QUESTIONS = {
    DecisionOutcome.ADJOURNED: "Ajournez-vous ce dossier, pour demander des compléments ?",
    DecisionOutcome.UNFAVOURABLE: "Refusez-vous ce dossier ?",
}
# Whom the outcome is addressed to reads why (ISO/IEC 17065: a refusal is reasoned).
REASONED = (DecisionOutcome.ADJOURNED, DecisionOutcome.UNFAVOURABLE)


def outcome_of(proposal: str, result: str) -> DecisionOutcome | None:
    """The decision that the `result` of a vote on `proposal` leads to, None when to none.

    An adopted proposal is the outcome. Declining to validate is a refusal, that the chair
    pronounces with reasons unless she puts an adjournment to the vote first. Rejecting an
    adjournment or a refusal says nothing of what is wanted instead: another proposal follows.
    """
    if result == RoundResult.ADOPTED:
        return DecisionOutcome(proposal)
    if result == RoundResult.REJECTED and proposal == DecisionOutcome.FAVOURABLE:
        return DecisionOutcome.UNFAVOURABLE
    return None


def outcome_in_words(outcome: str) -> str:
    """What the committee does with the case: « dossier validé »."""
    return f"dossier {DecisionOutcome(outcome).label.lower()}"


def question_of(proposal: str, favourable_question: str) -> str:
    """What the members are asked: the item's own question, or that of another proposal."""
    return QUESTIONS.get(DecisionOutcome(proposal), favourable_question)
