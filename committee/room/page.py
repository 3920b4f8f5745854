"""The room of a session as one person sees it: what it shows, and in which words.

Before a round closes, nothing here knows what another member answered: only who has voted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from committee.bodies.models import Mandate
from committee.room.focus import Face, Focus
from committee.sessions.enums import AgendaItemState, SessionState
from committee.sessions.models import AgendaItem, Session
from committee.sessions.models.session import HELD
from committee.sessions.querysets import TO_BE_HELD
from committee.voting.conflicts import TO_THE_MEMBER
from committee.voting.enums import ConflictKind
from committee.voting.headcount import WHEN_TOO_FEW, Headcount
from committee.voting.models import Ballot
from workflows.presentation.french import count, enumerate_french
from workflows.verdicts import Verdict

LONGEST_MANDATE = "mandat est le plus ancien parmi les membres présents et sans déport"


class Standing(StrEnum):
    """Where a member stands on the item under way."""

    RECEIVED = "received"
    AWAITED = "awaited"
    RECUSED = "recused"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Seat:
    """A member on the item shown; `note` says why they are recused, said of them."""

    mandate: Mandate
    standing: Standing
    present: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item of the agenda beside the room; `here`: the one shown, `words` where it is."""

    item: AgendaItem
    here: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonRoom:
    """The room, whoever looks.

    `welcomes` says whether members may check in now, `vote_open` whether they vote.
    `conducted` is the item somebody is to lead now: the one shown, or the one to come once it is
    finished.
    `stand_in` is the member who does so because the chair is recused, None when she leads it;
    `chair_recused` says that she does not, even where nobody stands in.
    """

    session: Session
    items: Sequence[AgendaItem]
    focus: Focus | None
    upcoming: AgendaItem | None
    seats: Sequence[Seat]
    headcount: Headcount
    welcomes: bool
    vote_open: bool
    conducted: AgendaItem | None
    chair_recused: bool
    stand_in: Mandate | None

    @property
    def is_open(self) -> bool:
        return self.session.state == SessionState.OPEN

    @property
    def was_opened(self) -> bool:
        """Whether being present, or absent, has begun to mean something."""
        return self.session.state in HELD

    @property
    def pulse(self) -> str:
        """What the page says of itself while its socket is there."""
        if self.is_open:
            return "En direct"
        return "Pas encore ouverte" if self.session.state == SessionState.CONVENED else "À jour"

    @property
    def is_awaited(self) -> bool:
        """Whether the session is still to be opened."""
        return self.session.state in TO_BE_HELD

    @property
    def agenda(self) -> Iterator[AgendaLine]:
        for item in self.items:
            here = self.focus is not None and item.pk == self.focus.item.pk
            yield AgendaLine(item, here, self._words_of(item))

    def _words_of(self, item: AgendaItem) -> str:
        if item.state == AgendaItemState.OPEN:
            return "Vote ouvert" if self.vote_open else "Vote clos"
        if item.state == AgendaItemState.DECIDED:
            return item.decision.decided_proposal.decided
        return item.state_info.label

    @property
    def recused(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.standing is Standing.RECUSED]

    @property
    def signing(self) -> list[Seat]:
        """The attendance sheet of the vote: all those who may take part in it."""
        return [seat for seat in self.seats if seat.standing is not Standing.RECUSED]

    @property
    def received(self) -> int:
        return sum(seat.standing is Standing.RECEIVED for seat in self.seats)

    @property
    def expected(self) -> int:
        return self.headcount.quorum.counted

    @property
    def awaited(self) -> list[Seat]:
        """Those present who have not voted yet."""
        return [seat for seat in self.seats if seat.standing is Standing.AWAITED]

    @property
    def lacks_quorum(self) -> bool:
        return self.is_open and not self.headcount.quorum.reached

    @property
    def when_too_few(self) -> str:
        return WHEN_TOO_FEW

    @property
    def quorum_missing(self) -> str:
        """« Le quorum n’est pas atteint : 1 membre présent, pour 3 requis. »"""
        proof = self.headcount.quorum
        present = count(proof.counted, "membre présent", "membres présents")
        return f"Le quorum n’est pas atteint\u00a0: {present}, pour {proof.required} requis."

    @property
    def absent(self) -> int:
        return self.headcount.eligible - self.headcount.quorum.counted

    @property
    def received_percent(self) -> int:
        return 100 * self.received // self.expected if self.expected else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(CommonRoom):
    """The room as one person sees it.

    `my_ballot` is their own answer in the round under way, `changing` the round where they asked to
    give another; `conducts`: this person leads the item `conducted`. `drawn` are the pieces that
    all see alike.
    """

    drawn: Mapping[str, str]
    me: Seat | None
    my_ballot: Ballot | None
    changing: int | None
    is_chair: bool
    conducts: bool
    is_bureau: bool
    verdicts: dict[str, Verdict]

    @classmethod
    def of(cls, common: CommonRoom, **own: Any) -> "Room":
        """`common`, and what is this person's `own`."""
        shared = {known.name: getattr(common, known.name) for known in fields(common)}
        return cls(**shared, **own)

    @property
    def why_closed(self) -> str:
        """Why nothing happens in the room; empty while the session is open."""
        chair = self.session.chair.user
        return {
            SessionState.PLANNED: "La séance est en préparation\u00a0: les membres ne sont pas "
            "encore convoqués.",
            SessionState.CONVENED: "La séance n’est pas ouverte."
            + ("" if self.is_chair else f" {chair} l’ouvrira."),
            SessionState.OPEN: "",
            SessionState.CANCELLED: "La séance est annulée.",
        }.get(
            SessionState(self.session.state),
            "La séance est close. Les votes et les décisions restent consultables.",
        )

    @property
    def may_open(self) -> bool:
        return self.is_chair and self.session.state == SessionState.CONVENED

    @property
    def may_record_minutes(self) -> bool:
        return self.is_bureau and self.session.state == SessionState.CLOSED

    @property
    def takes_attendance(self) -> bool:
        return self.is_bureau and self.session.takes_attendance

    @property
    def awaited_names(self) -> str:
        """« Noé Lambert et vous »."""
        others = [str(seat.mandate.user) for seat in self.awaited if seat is not self.me]
        return enumerate_french([*others, "vous"] if self.awaits_me else others)

    @property
    def awaits_others(self) -> bool:
        """Whether somebody else than this person is waited for."""
        return any(seat is not self.me for seat in self.awaited)

    @property
    def awaits_me(self) -> bool:
        return self.me in self.awaited

    @property
    def my_choice(self) -> str:
        return self.my_ballot.choice if self.my_ballot else ""

    @property
    def may_choose(self) -> bool:
        """Whether the answers may be pressed: none is recorded yet, or another was asked for."""
        return self.my_ballot is None or self.my_ballot.round_id == self.changing

    @property
    def is_reminded(self) -> bool:
        """Whether this person's ballot was asked for again."""
        return self.awaits_me and self.focus is not None and self.focus.reminded_at is not None

    @property
    def tells_presence(self) -> bool:
        """Whether this person sits here, and says that they are there, or has said so.

        The chair need not: opening the session says it.
        """
        opens = self.is_chair and not self.is_open
        return self.me is not None and self.welcomes and not opens

    @property
    def may_vote(self) -> bool:
        return self.me is not None and self.me.standing in (Standing.RECEIVED, Standing.AWAITED)

    @property
    def my_recusal(self) -> str:
        """Why this person takes no part in the item, said to them; empty when they may."""
        if self.me is None or self.me.standing is not Standing.RECUSED:
            return ""
        conflict = getattr(self.me.mandate, "conflict", "")
        # Said inside a sentence of ours, which has its own full stop.
        return TO_THE_MEMBER[ConflictKind(conflict)] if conflict else self.me.note.rstrip(" .")

    @property
    def may_recuse(self) -> bool:
        """Whether a recusal may be declared here: one's own, or another member's by the bureau."""
        live = self.focus is not None and (self.focus.voting or self.focus.face is Face.TO_COME)
        mine = self.me is not None and not self.my_recusal
        return self.session.takes_attendance and live and (self.is_bureau or mine)

    @property
    def shows_sheet(self) -> bool:
        """Whether this person sees who has voted, and who has not."""
        return self.is_bureau and self.focus is not None and self.focus.voting

    @property
    def closing_early(self) -> str:
        """« Clore sans attendre 2 bulletins, dont le vôtre »; empty when nobody is waited for."""
        if not self.awaited:
            return ""
        mine = ", le vôtre" if len(self.awaited) == 1 else ", dont le vôtre"
        ballots = count(len(self.awaited), "bulletin", "bulletins")
        return f"Clore sans attendre {ballots}{mine if self.awaits_me else ''}"

    @property
    def who_conducts(self) -> str:
        """Who leads the item when the chair is recused from it; empty when she leads it."""
        if not self.chair_recused or self.conducted is None:
            return ""
        title = self.conducted.case.title
        if self.is_chair:
            why = f"Votre déport porte aussi sur la conduite du point «\u00a0{title}\u00a0»."
        else:
            chair = self.session.chair.user
            why = f"{chair}, à la présidence, ne prend pas part au point «\u00a0{title}\u00a0»."
        if self.stand_in is None:
            return (
                f"{why} Aucun membre présent ne peut le conduire\u00a0: "
                "la direction de la CRESS peut le reporter."
            )
        if self.conducts:
            return f"{why} Vous le conduisez\u00a0: votre {LONGEST_MANDATE}."
        return f"{why} {self.stand_in.user} le conduit\u00a0: son {LONGEST_MANDATE}."
