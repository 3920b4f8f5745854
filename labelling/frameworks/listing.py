"""The recognised frameworks, as anybody reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from directory.charters.enums import PrincipleKey
from labelling.frameworks.models import Coverage, Framework


@dataclass(frozen=True, slots=True)
class PrincipleLine:
    """One of the six principles in front of a framework: `reasons` empty, it is asked for still."""

    position: int
    label: str
    reasons: str


@dataclass(frozen=True, slots=True)
class FrameworkEntry:
    """A framework with its six lines; `late` says that the date of its examination is past."""

    framework: Framework
    lines: Sequence[PrincipleLine]
    late: bool

    @property
    def covered(self) -> Sequence[PrincipleLine]:
        return [line for line in self.lines if line.reasons]

    @property
    def asked(self) -> Sequence[PrincipleLine]:
        return [line for line in self.lines if not line.reasons]


def entries_of(frameworks: Sequence[Framework], today: date) -> list[FrameworkEntry]:
    """What is told of each of `frameworks`, in their order. One query."""
    found = Coverage.objects.filter(framework__in=frameworks).exclude(reasons="")
    reasons: dict[tuple[Any, str], str] = {
        (framework, principle): told
        for framework, principle, told in found.values_list("framework", "principle", "reasons")
    }
    return [
        FrameworkEntry(
            framework=framework,
            lines=[
                PrincipleLine(position, str(key.label), reasons.get((framework.pk, key.value), ""))
                for position, key in enumerate(PrincipleKey, start=1)
            ],
            late=framework.review_on is not None and framework.review_on < today,
        )
        for framework in frameworks
    ]
