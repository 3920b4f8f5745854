"""What a dossier's framework spares it, in words for all who read it. Two queries at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from directory.charters.enums import PrincipleKey
from labelling.dossiers.models import Dossier
from labelling.frameworks.models import Coverage


@dataclass(frozen=True, slots=True)
class CoveredPrinciple:
    """A principle that nobody is asked to evidence, and why the framework covers it."""

    position: int
    label: str
    reasons: str


@dataclass(frozen=True, slots=True)
class Followed:
    """The framework that a dossier follows: its name, its page, what it covers there.

    `withdrawn_on` is the day the committee withdrew it, if it did; `filed` tells whether the
    dossier was filed, and keeps what it covered then.
    """

    name: str
    principles: Sequence[CoveredPrinciple]
    withdrawn_on: date | None
    filed: bool


def followed_by(dossier: Dossier) -> Followed | None:
    """None for a dossier that follows no framework; `dossier.framework` should be loaded."""
    framework = dossier.framework
    if framework is None:
        return None
    covered = dossier.covered_today
    told = Coverage.objects.filter(framework=framework, principle__in=covered)
    reasons = dict(told.values_list("principle", "reasons")) if covered else {}
    return Followed(
        name=framework.name,
        principles=[
            CoveredPrinciple(position, str(key.label), reasons.get(key.value, ""))
            for position, key in enumerate(PrincipleKey, start=1)
            if key in covered
        ],
        withdrawn_on=framework.withdrawn_on,
        filed=dossier.submitted_at is not None,
    )
