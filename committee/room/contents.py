"""All that the room of a session shows to one person, in a bounded number of queries.

Before a round closes, nothing here knows what another member answered: only who has voted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef

from committee.bodies.models import Mandate
from committee.sessions.enums import AgendaItemState, SessionState
from committee.sessions.models import AgendaItem, Attendance, Session
from committee.sessions.models.session import HELD
from committee.sessions.querysets import LIVE_ITEM
from committee.voting.conflicts import TO_THE_MEMBER, conductor, seats_on_item
from committee.voting.enums import ConflictKind
from committee.voting.headcount import Headcount, headcount_of
from committee.voting.models import Ballot, Decision, VotingRound
from committee.voting.proposals import outcome_in_words, proposals_on
from committee.voting.result_display import RoundView, outcome_badge, view_round
from committee.voting.tally import QuorumProof
from workflows.actors import Actor
from workflows.deliberation import Deliberated, Proposal
from workflows.engine import verdict
from workflows.lifecycles import machine_of
from workflows.policies import get_policy
from workflows.presentation.french import enumerate_french
from workflows.verdicts import Verdict

FINISHED = (AgendaItemState.DECIDED, AgendaItemState.DEFERRED)


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
class Focus:
    """The item shown in the middle, `number` being its rank on the agenda.

    `round` is its last round, `result` that of the last round counted; `verdict_title` is how the
    case itself names the decision, `badge` its tone, icon and word. `to_vote` are the proposals
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
    badge: tuple[str, str, str] | None
    to_vote: Sequence[Proposal]

    @property
    def voting(self) -> bool:
        return self.round is not None and self.round.is_open

    @property
    def stopped(self) -> bool:
        """Whether the case left the committee while it was voting, withdrawn for instance."""
        return not self.subject.awaits_deliberation

    @property
    def pending(self) -> Proposal | None:
        """What the closed vote leads to, while the chair has not pronounced it."""
        if self.item.state != AgendaItemState.OPEN or self.round is None or self.voting:
            return None
        return self.round.outcome

    @property
    def pending_words(self) -> str:
        """« dossier refusé », once a vote leads there."""
        return outcome_in_words(self.item, self.pending) if self.pending else ""


@dataclass(frozen=True, slots=True)
class Room:
    """The room as one person sees it.

    `conducts`: this person leads the item shown, or the one to come once it is finished.
    `stand_in` is the member who does so because the chair is recused, None when she leads it;
    `chair_recused` says that she does not, even where nobody stands in.
    """

    session: Session
    items: Sequence[AgendaItem]
    focus: Focus | None
    upcoming: AgendaItem | None
    seats: Sequence[Seat]
    headcount: Headcount
    me: Seat | None
    my_choice: str
    is_chair: bool
    conducts: bool
    chair_recused: bool
    stand_in: Mandate | None
    is_bureau: bool
    verdicts: dict[str, Verdict]

    @property
    def is_open(self) -> bool:
        return self.session.state == SessionState.OPEN

    @property
    def was_opened(self) -> bool:
        """Whether being present, or absent, has begun to mean something."""
        return self.session.state in HELD

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
    def awaited_names(self) -> str:
        """« Noé Lambert et vous »."""
        others = [str(seat.mandate.user) for seat in self.awaited if seat is not self.me]
        return enumerate_french([*others, "vous"] if self.awaits_me else others)

    @property
    def awaits_me(self) -> bool:
        return self.me in self.awaited

    @property
    def absent(self) -> int:
        return self.headcount.eligible - self.headcount.quorum.counted

    @property
    def received_percent(self) -> int:
        return 100 * self.received // self.expected if self.expected else 0

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


def see_room(session: Session, *, user: Any, point: int | None = None) -> Room:
    """Gather the room of `session` for `user`, showing the item `point` or the one that matters.

    `session` comes with its body and its chair's user.
    """
    actor = Actor.of(user)
    items = list(session.items.listed().select_related("case__assignee", "decision"))
    for item in items:
        item.session = session
    focus = _focus(items, point)
    mandates = _mandates(session, focus)
    voted = _voted(focus)
    listed = [_seat(mandate, voted) for mandate in mandates]
    me = next((seat for seat in listed if seat.mandate.user_id == user.pk), None)
    is_chair = get_policy("committee.chair").verdict(actor, session).permitted
    upcoming = next((item for item in items if item.state == AgendaItemState.QUEUED), None)
    conducted = _conducted(session, focus, upcoming)
    leader = _leader(conducted, focus, mandates)
    conducts = conducted is not None and (
        get_policy("committee.conductor").verdict(actor, conducted).permitted
    )
    chair_recused = conducted is not None and (leader is None or leader.pk != session.chair_id)
    return Room(
        session=session,
        items=items,
        focus=focus,
        upcoming=upcoming,
        seats=listed,
        headcount=_headcount(session, focus, listed),
        me=me,
        my_choice=_my_choice(focus, me),
        is_chair=is_chair,
        conducts=conducts,
        chair_recused=chair_recused,
        stand_in=leader if chair_recused else None,
        is_bureau=is_chair or get_policy("committee.bureau").verdict(actor, session).permitted,
        verdicts=_verdicts(session, focus, actor, is_chair=is_chair, conducts=conducts),
    )


def _focus(items: Sequence[AgendaItem], point: int | None) -> Focus | None:
    """The item asked for; else the open one, the last one finished, or the first to come."""
    asked = [item for item in items if item.pk == point]
    current = [item for item in items if item.state == AgendaItemState.OPEN]
    finished = [item for item in items if item.state in FINISHED and item.closed_at is not None]
    finished.sort(key=lambda item: (item.closed_at, item.pk), reverse=True)
    chosen = next(iter([*asked, *current, *finished, *items]), None)
    if chosen is None:
        return None
    rounds = list(chosen.rounds.order_by("number"))
    counted = [round_ for round_ in rounds if round_.proof is not None]
    last = rounds[-1] if rounds else None
    settled = last is not None and last.proof is not None
    decision = getattr(chosen, "decision", None)
    subject = chosen.case.subject
    return Focus(
        item=chosen,
        number=items.index(chosen) + 1,
        subject=subject,
        round=last,
        result=view_round(last) if last is not None and settled else None,
        earlier=[round_ for round_ in counted if round_ is not last],
        decision=decision,
        verdict_title=_title_of(decision) if decision else "",
        badge=outcome_badge(chosen),
        to_vote=_still_to_vote(chosen, rounds),
    )


def _title_of(decision: Decision) -> str:
    """How the case names what a decision does to it: « Dossier validé par le comité »."""
    machine = machine_of(proposals_on(decision.item))
    return machine.transitions[decision.said.transition].law.done


def _still_to_vote(item: AgendaItem, rounds: Sequence[VotingRound]) -> list[Proposal]:
    """Those that were not voted to the end, and are not being."""
    taken = {round_.proposal for round_ in rounds if round_.is_open or round_.is_counted}
    return [proposal for proposal in proposals_on(item).proposals if proposal.key not in taken]


def _conducted(
    session: Session, focus: Focus | None, upcoming: AgendaItem | None
) -> AgendaItem | None:
    """The item somebody is to lead now: the one shown, or the next once that one is finished."""
    if session.state != SessionState.OPEN:
        return None
    live = focus is not None and focus.item.state in LIVE_ITEM
    return focus.item if focus is not None and live else upcoming


def _leader(
    conducted: AgendaItem | None, focus: Focus | None, mandates: Sequence[Any]
) -> Mandate | None:
    if conducted is None:
        return None
    shown = focus is not None and focus.item is conducted
    listed = mandates if shown else seats_on_item(conducted).select_related("user")
    found: Mandate | None = conductor(listed, conducted.session.chair_id)
    return found


def _mandates(session: Session, focus: Focus | None) -> list[Any]:
    if focus is not None:
        return list(seats_on_item(focus.item).select_related("user", "college"))
    here = Attendance.objects.filter(session=session, mandate=OuterRef("pk"), present=True)
    sitting = Mandate.objects.sitting(session).annotate(present=Exists(here))
    return list(sitting.select_related("user", "college"))


def _voted(focus: Focus | None) -> set[int]:
    """Who has voted in the round under way. Not what."""
    if focus is None or focus.round is None:
        return set()
    return set(Ballot.objects.filter(round=focus.round).values_list("mandate_id", flat=True))


def _seat(mandate: Any, voted: set[int]) -> Seat:
    conflict: str = getattr(mandate, "conflict", "")
    grounds: str = getattr(mandate, "recused_for", None) or ""
    if conflict or grounds:
        note = ConflictKind(conflict).label if conflict else grounds
        return Seat(mandate, Standing.RECUSED, mandate.present, note)
    if not mandate.present:
        return Seat(mandate, Standing.ABSENT, present=False)
    standing = Standing.RECEIVED if mandate.pk in voted else Standing.AWAITED
    return Seat(mandate, standing, present=True)


def _headcount(session: Session, focus: Focus | None, listed: Sequence[Seat]) -> Headcount:
    """Who counts now; of a counted round, who counted then, from its proof."""
    rule = session.voting_rule
    if focus is not None and focus.round is not None and focus.round.proof is not None:
        proof = QuorumProof(**focus.round.proof["quorum"])
        return Headcount(eligible=proof.eligible, minimum=rule.minimum_eligible, quorum=proof)
    eligible = [seat.mandate for seat in listed if seat.standing is not Standing.RECUSED]
    return headcount_of(eligible, rule)


def _my_choice(focus: Focus | None, me: Seat | None) -> str:
    """This person's own answer in the round under way."""
    if focus is None or focus.round is None or not focus.voting or me is None:
        return ""
    own = Ballot.objects.filter(round=focus.round, mandate=me.mandate)
    return own.values_list("choice", flat=True).first() or ""


def _verdicts(
    session: Session, focus: Focus | None, actor: Actor, *, is_chair: bool, conducts: bool
) -> dict[str, Verdict]:
    """What this person may conduct now, and what is missing, from the very rules that judge it."""
    found: dict[str, Verdict] = {}
    if is_chair:
        for name in ("open", "close"):
            found[f"session_{name}"] = verdict(session, name, actor=actor)
    if focus is None or not conducts:
        return found
    if focus.item.state == AgendaItemState.QUEUED:
        found["open"] = verdict(focus.item, "open", actor=actor)
    elif focus.voting:
        found["close_vote"] = verdict(focus.item, "close_vote", actor=actor)
    return found
