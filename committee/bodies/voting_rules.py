"""What the committee votes by: the kinds of ballot, of majority, and one version of the rule."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db.models import TextChoices


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
        """Return plain JSON values, which ``from_dict`` reads back."""
        return asdict(self) | {
            "denominator": self.denominator.value,
            "majority": self.majority.value,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read back ``to_dict``. Raises ``KeyError``, ``TypeError`` or ``ValueError`` otherwise."""
        choices = {
            "denominator": Denominator(data["denominator"]),
            "majority": Majority(data["majority"]),
        }
        return cls(**(data | choices))

    @property
    def majority_fr(self) -> str:
        """The majority asked for, as minutes write it: « majorité absolue des … »."""
        whole = f"des {self.denominator.label.lower()}"
        match self.majority:
            case Majority.SIMPLE:
                return "majorité simple"
            case Majority.ABSOLUTE:
                return f"majorité absolue {whole}"
        return f"majorité des {self.qualified_numerator}/{self.qualified_denominator} {whole}"
