"""The item in the middle of the room: where it is, and what may still be done of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from committee.sessions.enums import AgendaItemState
from committee.sessions.guards import no_longer_awaits
from committee.sessions.models import AgendaItem
from committee.sessions.querysets import LIVE_ITEM
from committee.voting.enums import RoundResult
from committee.voting.models import Decision, VotingRound
from committee.voting.proposals import outcome_in_words
from committee.voting.result_display import RoundView
from workflows.deliberation import Deliberated, Proposal
from workflows.presentation.french import Noun

Badge = tuple[str, str, str]

VOTE_OPEN: Badge = ("vote", "ballot", "Vote ouvert")
VOTE_CLOSED: Badge = ("vote", "lock", "Vote clos, résultat à proclamer")
NO_DECISION: Badge = ("wait", "lock", "Vote clos, sans décision")


class Face(StrEnum):
    """What the room shows of an item. `STOPPED`: its case left while it was voting."""

    TO_COME = "to_come"
    VOTING = "voting"
    STOPPED = "stopped"
    COUNTED = "counted"
    DECIDED = "decided"
    DEFERRED = "deferred"


FACES = {
    AgendaItemState.QUEUED: Face.TO_COME,
    AgendaItemState.OPEN: Face.COUNTED,
    AgendaItemState.DECIDED: Face.DECIDED,
    AgendaItemState.DEFERRED: Face.DEFERRED,
}


@dataclass(frozen=True, slots=True)
class Focus:
    """The item shown in the middle, `number` being its rank on the agenda.

    `round` is its last round, `result` that of the last round counted; `verdict_title` is how the
    case itself names the decision, `outcome` its tone, icon and word. `to_vote` are the proposals
    that may still be put to the vote.
    """

    item: AgendaItem
    number: int
    subject: Deliberated
    round: VotingRound | None
    result: RoundView | None
    earlier: Sequence[VotingRound]
    decision: Decision | None
    verdict_title: str
    outcome: Badge | None
    to_vote: Sequence[Proposal]

    @property
    def voting(self) -> bool:
        return self.round is not None and self.round.is_open

    @property
    def face(self) -> Face:
        if self.voting:
            return Face.VOTING if self.subject.awaits_deliberation else Face.STOPPED
        return FACES[AgendaItemState(self.item.state)]

    @property
    def badge(self) -> Badge:
        """The tone, icon and words of where the item is."""
        if self.voting:
            return VOTE_OPEN
        if self.face is Face.COUNTED:
            return VOTE_CLOSED if self.pending else NO_DECISION
        state = self.item.state_info
        return self.outcome or (state.tone, state.icon, state.label)

    @property
    def question(self) -> str:
        """What the members answer, or will be asked first; empty once it is settled."""
        if self.round is not None and self.voting:
            return self.round.question
        return self.item.opening_question if self.face is Face.TO_COME else ""

    @property
    def is_live(self) -> bool:
        """Whether it may still be opened, voted or deferred."""
        return self.item.state in LIVE_ITEM

    @property
    def noun(self) -> Noun:
        return type(self.subject).noun()

    @property
    def why_stopped(self) -> str:
        """« Ce dossier n’attend plus le comité : il est « Abandonné ». »"""
        return no_longer_awaits(self.subject)

    @property
    def shows_result(self) -> bool:
        return self.decision is not None or (self.face is Face.COUNTED and self.result is not None)

    @property
    def may_change_proposal(self) -> bool:
        """Whether another proposal may be put to the vote: one is left, and none was adopted."""
        adopted = self.round is not None and self.round.result == RoundResult.ADOPTED
        return self.item.state == AgendaItemState.OPEN and bool(self.to_vote) and not adopted

    @property
    def after_closing(self) -> str:
        """What closing the vote under way leads to."""
        shown = "Le décompte s’affichera alors\u00a0; rien n’est écrit à la structure"
        if self.round is not None and self.round.proposed.reasoned:
            return f"{shown} avant que vous proclamiez le résultat, avec ses motifs."
        return f"{shown} avant que vous proclamiez le résultat."

    @property
    def reminded_at(self) -> datetime | None:
        """When those who have not voted in the round under way were last told so."""
        last = self.item.reminded_at
        if self.round is None or not self.voting or last is None:
            return None
        return last if last >= self.round.opened_at else None

    @property
    def pending(self) -> Proposal | None:
        """What the closed vote leads to, while the chair has not proclaimed it."""
        if self.face is not Face.COUNTED or self.round is None:
            return None
        return self.round.outcome

    @property
    def pending_words(self) -> str:
        """« dossier refusé », once a vote leads there."""
        return outcome_in_words(self.item, self.pending) if self.pending else ""
