"""What the actions of a review take, cleaned by a form or an operation."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """What was seen: `commitment` is a key of the signed version; `pk` None writes a new one."""

    commitment: str
    seen: str
    grade: str
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class FindingKey:
    pk: int


@dataclass(frozen=True, slots=True)
class FindingAnswer:
    """What the organisation answers to one finding, and the cause that it gives."""

    pk: int
    answer: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class AnswerDelay:
    """Until when the organisation may answer."""

    due_on: date


@dataclass(frozen=True, slots=True)
class PlannedCorrection:
    """What is to be corrected of one finding, by whom and by when."""

    pk: int
    correction: str
    remedy: str
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class CorrectionDone:
    """What the organisation did of one finding; `files` counts those sent with it."""

    pk: int
    account: str
    files: int = 0


@dataclass(frozen=True, slots=True)
class FindingConclusion:
    """What the reviewer concludes of one finding; `check_on` is when its effect is looked at."""

    pk: int
    conclusion: str
    reasons: str
    check_on: date | None = None


@dataclass(frozen=True, slots=True)
class EffectChecks:
    """Of each finding, by its key: whether the correction lasts, and what shows it."""

    checks: dict[int, tuple[bool, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Referral:
    """What the reviewer proposes (a key of the proposals), and the terms of a suspension.

    The committee may decide otherwise: were it to suspend, it would be for `months` at most, and
    `conditions` say what would lift it.
    """

    proposal: str
    months: int
    conditions: str
