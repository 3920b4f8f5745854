"""A counted round as people read it: a sentence, counts, and bars by college."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from committee.bodies.voting_rules import Choice
from committee.sessions.models import AgendaItem
from committee.voting import tally
from committee.voting.ballot_count import SMALLEST_DETAILED
from committee.voting.enums import CASTABLE, RoundResult
from committee.voting.models import VotingRound
from workflows.presentation.french import enumerate_french

TONES = {
    Choice.FOR: ("ok", "for"),
    Choice.AGAINST: ("stop", "against"),
    Choice.ABSTENTION: ("mute", "abst"),
    Choice.BLANK: ("mute", "blank"),
}
RESULT_TONES = {RoundResult.ADOPTED: "ok", RoundResult.REJECTED: "stop"}
TOO_SMALL = "non détaillé\u00a0: à moins de trois votants, le vote de chacun se devinerait"
WITHHELD = "non détaillé\u00a0: par différence, il révélerait le vote d’un autre collège"
GAP = 0.6


@dataclass(frozen=True, slots=True)
class Counted:
    """How many members answered one thing."""

    label: str
    number: int
    tone: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar; `x` and `width` in hundredths of the whole."""

    css: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class CollegeResult:
    """The ballots of one college; `sentence` says what the bar shows."""

    label: str
    voting: int
    eligible: int
    segments: list[Segment]
    sentence: str


@dataclass(frozen=True, slots=True)
class RoundView:
    """A closed and counted round."""

    label: str
    tone: str
    sentence: str
    counts: list[Counted]
    colleges: list[CollegeResult]

    @property
    def key(self) -> list[tuple[str, str]]:
        """What each look drawn in the bars stands for: css and words."""
        drawn = {segment.css for college in self.colleges for segment in college.segments}
        return [(css, choice.label.lower()) for choice, (_, css) in TONES.items() if css in drawn]


def outcome_badge(item: AgendaItem) -> tuple[str, str, str] | None:
    """Tone, icon and words of what was decided on `item`; None while nothing is."""
    decision = getattr(item, "decision", None)
    if decision is None:
        return None
    decided = decision.decided_proposal
    return decided.tone, decided.icon, decided.decided


def view_round(round_: VotingRound) -> RoundView:
    """Prepare a counted round; the sentence is recomputed from its proof, so it cannot drift."""
    proof: Any = round_.proof
    return RoundView(
        label=RoundResult(round_.result).label,
        tone=RESULT_TONES.get(RoundResult(round_.result), "wait"),
        sentence=tally.recompute(proof).reason_fr,
        counts=[
            Counted(choice.label.lower(), proof["tally"][choice.value], TONES[choice][0])
            for choice in CASTABLE
        ],
        colleges=[_college(row) for row in round_.colleges],
    )


def _college(row: Mapping[str, Any]) -> CollegeResult:
    if row["ballots"] is None:
        small = row["voting"] < SMALLEST_DETAILED
        return CollegeResult(
            label=row["label"],
            voting=row["voting"],
            eligible=row["eligible"],
            segments=[],
            sentence=TOO_SMALL if small else WITHHELD,
        )
    ballots = {choice: row["ballots"].get(choice.value, 0) for choice in CASTABLE}
    voting = sum(ballots.values())
    parts = [f"{n}\u00a0{choice.label.lower()}" for choice, n in ballots.items() if n]
    return CollegeResult(
        label=row["label"],
        voting=voting,
        eligible=row["eligible"],
        segments=_segments(ballots, voting),
        sentence=enumerate_french(parts) if parts else "aucun bulletin",
    )


def _segments(ballots: Mapping[Choice, int], voting: int) -> list[Segment]:
    segments: list[Segment] = []
    x = 0.0
    for choice, number in ballots.items():
        if number:
            width = 100 * number / voting
            segments.append(Segment(TONES[choice][1], round(x, 2), round(width - GAP, 2)))
            x += width
    return segments
