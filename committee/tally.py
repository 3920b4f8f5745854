"""The arithmetic of a vote: quorum, majority, casting vote, and the proof that is kept.

Everything is integer arithmetic on counts, nothing names a voter. Recused members are out of
every count: of those eligible, of those present or represented, of the ballots. Sources: articles
R133-3 sqq. of the code des relations entre le public et l’administration, taken as a benchmark
for the quorum, the proxies and the chair's casting vote.
"""

from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db.models import TextChoices

PROOF_FORMAT = 1


class Choice(TextChoices):
    """What a ballot says. Only pour and contre are expressed votes."""

    FOR = "for", "Pour"
    AGAINST = "against", "Contre"
    ABSTENTION = "abstention", "Abstention"
    BLANK = "blank", "Blanc"
    NULL = "null", "Nul"


class Denominator(TextChoices):
    """Whom an absolute or a qualified majority is a part of."""

    MEMBERS = "members", "Membres en exercice"
    PRESENT = "present", "Membres présents"
    REPRESENTED = "represented", "Membres présents ou représentés"
    EXPRESSED = "expressed", "Suffrages exprimés"


class Majority(TextChoices):
    """How many votes in favour carry a proposal."""

    SIMPLE = "simple", "Majorité simple"
    ABSOLUTE = "absolute", "Majorité absolue"
    QUALIFIED = "qualified", "Majorité qualifiée"


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
class VotingRule:
    """One version of the committee's voting rule.

    The quorum is a fraction of the eligible members, rounded up to a whole seat; ``proxies_count``
    says whether proxies help to reach it. ``qualified_*`` is the fraction of a qualified majority,
    reached when equalled. Under ``Denominator.PRESENT`` only those present vote. Raises
    ``ValueError`` when a fraction lies outside ]0, 1] (the quorum's may be 0).
    """

    version: int
    quorum_numerator: int = 1
    quorum_denominator: int = 2
    proxies_count: bool = True
    minimum_eligible: int = 3
    denominator: Denominator = Denominator.EXPRESSED
    majority: Majority = Majority.SIMPLE
    qualified_numerator: int = 2
    qualified_denominator: int = 3
    casting_vote: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.quorum_numerator <= self.quorum_denominator != 0:
            raise ValueError("the quorum is a fraction between 0 and 1")
        if not 0 < self.qualified_numerator <= self.qualified_denominator:
            raise ValueError("a qualified majority is a fraction above 0, at most 1")
        if self.minimum_eligible < 1:
            raise ValueError("a vote needs at least one eligible member")

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values, readable by ``from_dict``."""
        return {**asdict(self), "denominator": self.denominator.value} | {
            "majority": self.majority.value
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read back ``to_dict``. Raises ``ValueError`` or ``TypeError`` on anything else."""
        return cls(
            **{
                **data,
                "denominator": Denominator(data["denominator"]),
                "majority": Majority(data["majority"]),
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many ballots of each kind. Raises ``ValueError`` on a negative count."""

    for_: int = 0
    against: int = 0
    abstention: int = 0
    blank: int = 0
    null: int = 0

    def __post_init__(self) -> None:
        if min(self.to_dict().values()) < 0:
            raise ValueError("a count of ballots is never negative")

    @property
    def expressed(self) -> int:
        return self.for_ + self.against

    @property
    def ballots(self) -> int:
        return sum(self.to_dict().values())

    @classmethod
    def of(cls, choices: "Iterable[Choice]") -> Self:
        """Count ballots, in any order."""
        return cls.from_dict(Counter(choices))

    def to_dict(self) -> dict[str, int]:
        """Return the counts under the values of ``Choice``."""
        return {
            Choice.FOR.value: self.for_,
            Choice.AGAINST.value: self.against,
            Choice.ABSTENTION.value: self.abstention,
            Choice.BLANK.value: self.blank,
            Choice.NULL.value: self.null,
        }
