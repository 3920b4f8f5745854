"""The arithmetic of a vote: quorum, majority, casting vote, and the proof that is kept.

Everything is integer arithmetic on counts, nothing names a voter. Recused members are out of
every count: of those eligible, of those present or represented, of the ballots. Sources: articles
R133-3 sqq. of the code des relations entre le public et l’administration, taken as a benchmark
for the quorum, the proxies and the chair's casting vote.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db.models import TextChoices

from committee.bodies.voting_rules import Choice, Denominator, Majority, VotingRule

__all__ = [
    "Choice",
    "Denominator",
    "Ground",
    "Majority",
    "Outcome",
    "QuorumProof",
    "Result",
    "Tally",
    "VoteContext",
    "VotingRule",
    "outcome",
    "quorum",
    "recompute",
]

PROOF_FORMAT = 1


class Result(TextChoices):
    """What the vote decided."""

    ADOPTED = "adopted", "Adoptée"
    REJECTED = "rejected", "Rejetée"
    NO_DECISION = "no_decision", "Sans décision"


class Ground(TextChoices):
    """Why the vote decided so; ``TIE`` and ``CASTING_VOTE`` mean as many votes for as against."""

    MAJORITY_REACHED = "majority_reached", "Majorité atteinte"
    MAJORITY_MISSED = "majority_missed", "Majorité non atteinte"
    TIE = "tie", "Partage égal des voix"
    CASTING_VOTE = "casting_vote", "Voix prépondérante"
    NO_EXPRESSED_VOTE = "no_expressed_vote", "Aucun suffrage exprimé"
    QUORUM_MISSED = "quorum_missed", "Quorum non atteint"
    TOO_FEW_ELIGIBLE = "too_few_eligible", "Trop peu de votants possibles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many ballots of each kind. Raises ``ValueError`` on a negative count."""

    in_favour: int = 0
    against: int = 0
    abstention: int = 0
    blank: int = 0
    null: int = 0

    def __post_init__(self) -> None:
        if min(self.to_dict().values()) < 0:
            raise ValueError("a count of ballots is never negative")

    @classmethod
    def of(cls, choices: Iterable[Choice]) -> Self:
        """Count ballots; their order is forgotten."""
        return cls.from_dict(Counter(choices))

    @classmethod
    def from_dict(cls, counts: Mapping[str, int]) -> Self:
        """Read counts under the values of ``Choice``; those missing are zero."""
        return cls(
            in_favour=counts.get(Choice.FOR.value, 0),
            against=counts.get(Choice.AGAINST.value, 0),
            abstention=counts.get(Choice.ABSTENTION.value, 0),
            blank=counts.get(Choice.BLANK.value, 0),
            null=counts.get(Choice.NULL.value, 0),
        )

    def to_dict(self) -> dict[str, int]:
        """Return the counts under the values of ``Choice``."""
        return {
            Choice.FOR.value: self.in_favour,
            Choice.AGAINST.value: self.against,
            Choice.ABSTENTION.value: self.abstention,
            Choice.BLANK.value: self.blank,
            Choice.NULL.value: self.null,
        }

    @property
    def expressed(self) -> int:
        """Votes for and against alone: a blank ballot is not an expressed vote."""
        return self.in_favour + self.against

    @property
    def ballots(self) -> int:
        return sum(self.to_dict().values())

    @property
    def tied(self) -> bool:
        return self.in_favour == self.against > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteContext:
    """The members this item's vote concerns, those recused on it left out.

    ``represented`` are absent members whose proxy is held by a present one. ``quorum_waived`` is
    for a session reconvened on the same agenda, when its notice said so. Raises ``ValueError``
    when the counts contradict each other.
    """

    eligible: int
    present: int
    represented: int = 0
    secret: bool = False
    chair_may_vote: bool = True
    quorum_waived: bool = False

    def __post_init__(self) -> None:
        if min(self.eligible, self.present, self.represented) < 0:
            raise ValueError("a count of members is never negative")
        if self.present + self.represented > self.eligible:
            raise ValueError("more members present or represented than eligible")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuorumProof:
    """How many members count towards the quorum, out of how many required."""

    eligible: int
    required: int
    counted: int
    reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a vote decided and why, with the ``proof`` it recomputes from.

    ``proof`` holds plain JSON values, no wording and no name; the chair's choice is in it only
    when it decided.
    """

    result: Result
    ground: Ground
    reason_fr: str
    proof: dict[str, Any]

    @property
    def adopted(self) -> bool:
        return self.result is Result.ADOPTED


def quorum(
    eligible: int, present: int, represented: int, rule: VotingRule, *, waived: bool = False
) -> QuorumProof:
    """Check the quorum of an item: half of 7 eligible members is 4 seats.

    Recused members are in none of the counts. Fewer eligible members than the rule's minimum is
    another matter, which ``outcome`` looks at first.
    """
    required = 0 if waived else _ceil(eligible * rule.quorum_numerator, rule.quorum_denominator)
    counted = present + represented if rule.proxies_count else present
    return QuorumProof(
        eligible=eligible, required=required, counted=counted, reached=counted >= required
    )


def outcome(
    tally: Tally, rule: VotingRule, context: VoteContext, chair_choice: Choice | None = None
) -> Outcome:
    """Decide a vote.

    No decision with too few eligible members, without a quorum or without an expressed vote. A
    tie under a simple or absolute majority is broken by the chair's casting vote, which counts
    once more: only if the rule gives one, the chair voted for or against, and the ballot was
    public. Otherwise a tie rejects. Raises ``ValueError`` when there are more ballots than voters,
    or when a chair's choice is given that cannot be known or was not cast.
    """
    _check_consistent(tally, rule, context, chair_choice)
    proof_of_quorum = quorum(
        context.eligible, context.present, context.represented, rule, waived=context.quorum_waived
    )
    whole = _whole(tally, rule, context)
    required = _required(tally, rule, whole)
    casting = _casting_vote(tally, rule, chair_choice)
    ground = _ground(tally, rule, proof_of_quorum, required=required, casting=casting)
    result = _result(ground, casting)
    proof = {
        "format": PROOF_FORMAT,
        "rule": rule.to_dict(),
        "tally": tally.to_dict(),
        "context": asdict(context),
        "chair_choice": casting.value if ground is Ground.CASTING_VOTE and casting else None,
        "quorum": asdict(proof_of_quorum),
        "whole": whole,
        "required": required,
        "result": result.value,
        "ground": ground.value,
    }
    reason = _reason(ground, result, tally, rule, proof_of_quorum, required=required)
    return Outcome(result=result, ground=ground, reason_fr=reason, proof=proof)


def recompute(proof: dict[str, Any]) -> Outcome:
    """Decide again from a stored proof; a sound one gives an outcome with an equal ``proof``.

    Raises ``ValueError`` when the proof is of another format or contradicts itself.
    """
    if proof.get("format") != PROOF_FORMAT:
        raise ValueError(f"not a proof of format {PROOF_FORMAT}")
    choice = proof["chair_choice"]
    return outcome(
        Tally.from_dict(proof["tally"]),
        VotingRule.from_dict(proof["rule"]),
        VoteContext(**proof["context"]),
        Choice(choice) if choice else None,
    )


def _check_consistent(
    tally: Tally, rule: VotingRule, context: VoteContext, chair_choice: Choice | None
) -> None:
    voters = context.present
    if rule.denominator is not Denominator.PRESENT:
        voters += context.represented
    if tally.ballots > voters:
        raise ValueError("more ballots than members who may cast one")
    if chair_choice is None:
        return
    if context.secret:
        raise ValueError("nobody knows the chair's choice in a secret ballot")
    if not context.chair_may_vote or tally.to_dict()[chair_choice.value] == 0:
        raise ValueError("the chair's choice is not among the ballots")


def _whole(tally: Tally, rule: VotingRule, context: VoteContext) -> int:
    """How many the majority is a part of."""
    match rule.denominator:
        case Denominator.MEMBERS:
            return context.eligible
        case Denominator.PRESENT:
            return context.present
        case Denominator.REPRESENTED:
            return context.present + context.represented
    return tally.expressed


def _required(tally: Tally, rule: VotingRule, whole: int) -> int:
    """The fewest votes in favour that carry the proposal."""
    match rule.majority:
        case Majority.SIMPLE:
            return tally.against + 1
        case Majority.ABSOLUTE:
            return whole // 2 + 1
    return _ceil(whole * rule.qualified_numerator, rule.qualified_denominator)


def _casting_vote(tally: Tally, rule: VotingRule, chair_choice: Choice | None) -> Choice | None:
    """The chair's choice where it breaks a tie; an equal split has no meaning for two thirds."""
    breaks_ties = rule.casting_vote and rule.majority is not Majority.QUALIFIED
    if tally.tied and breaks_ties and chair_choice in (Choice.FOR, Choice.AGAINST):
        return chair_choice
    return None


def _ground(
    tally: Tally,
    rule: VotingRule,
    proof: QuorumProof,
    *,
    required: int,
    casting: Choice | None,
) -> Ground:
    if proof.eligible < rule.minimum_eligible:
        return Ground.TOO_FEW_ELIGIBLE
    if not proof.reached:
        return Ground.QUORUM_MISSED
    if tally.expressed == 0:
        return Ground.NO_EXPRESSED_VOTE
    if tally.in_favour >= required:
        return Ground.MAJORITY_REACHED
    # Ties carry one more vote at most: where that would not reach the majority, nothing is broken.
    decides = casting is Choice.AGAINST or tally.in_favour + 1 >= required
    if casting and decides:
        return Ground.CASTING_VOTE
    if tally.tied and rule.majority is not Majority.QUALIFIED:
        return Ground.TIE
    return Ground.MAJORITY_MISSED


def _result(ground: Ground, casting: Choice | None) -> Result:
    match ground:
        case Ground.MAJORITY_REACHED:
            return Result.ADOPTED
        case Ground.CASTING_VOTE:
            return Result.ADOPTED if casting is Choice.FOR else Result.REJECTED
        case Ground.MAJORITY_MISSED | Ground.TIE:
            return Result.REJECTED
    return Result.NO_DECISION


def _reason(
    ground: Ground,
    result: Result,
    tally: Tally,
    rule: VotingRule,
    proof: QuorumProof,
    *,
    required: int,
) -> str:
    votes = f"{tally.in_favour} pour, {tally.against} contre"
    decision = f"la proposition est {result.label.lower()}"
    match ground:
        case Ground.TOO_FEW_ELIGIBLE:
            return (
                f"Nombre de membres pouvant voter sur ce point\u00a0: {proof.eligible}, pour un "
                f"minimum de {rule.minimum_eligible}. Le point est à reporter."
            )
        case Ground.QUORUM_MISSED:
            return (
                f"Le quorum n’est pas atteint\u00a0: {proof.counted} pour {proof.required} requis."
            )
        case Ground.NO_EXPRESSED_VOTE:
            return "Aucune voix pour ni contre\u00a0: ce vote ne vaut pas décision."
        case Ground.CASTING_VOTE:
            return (
                f"Partage égal des voix ({votes})\u00a0; par la voix prépondérante de la "
                f"présidence, {decision}."
            )
        case Ground.TIE:
            return f"Partage égal des voix ({votes})\u00a0: {decision}."
    return f"Avec {votes}, {decision}\u00a0; il fallait {required} voix pour ({rule.majority_fr})."


def _ceil(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)
