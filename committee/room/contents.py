"""Gathers what the room of a session shows to one person, in a bounded number of queries.

First what all see alike (`sight`), then what is theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from committee.bodies.models import Mandate
from committee.room.drawing import Drawn
from committee.room.focus import Focus
from committee.room.page import CommonRoom, Room, Seat, Standing
from committee.room.sight import Sight, sights
from committee.rulebook import CommitteeRules
from committee.sessions.enums import AgendaItemState, SessionState
from committee.sessions.models import AgendaItem, Attendance, Session
from committee.sessions.querysets import LIVE_ITEM
from committee.voting.conflicts import conductor, seats_on_item, why_apart
from committee.voting.headcount import Headcount, headcount, headcount_of
from committee.voting.models import Ballot, Decision, VotingRound
from committee.voting.proposals import proposals_on
from committee.voting.result_display import outcome_badge, view_round
from committee.voting.tally import QuorumProof
from workflows.actors import Actor
from workflows.deliberation import Proposal
from workflows.engine import verdict
from workflows.lifecycles import machine_of
from workflows.policies import Policy
from workflows.verdicts import Verdict

FINISHED = (AgendaItemState.DECIDED, AgendaItemState.DEFERRED)


def see_room(
    session: Session, *, user: Any, point: int | None = None, changing: int | None = None
) -> Room:
    """Gather the room of `session` for `user`, showing the item `point` or the one that matters.

    `changing` is the round (its key) in which the user asked to change their vote.

    `session` comes with its body and its chair's user.
    """
    sight = sights.see(session, point, lambda: _sight(session, point))
    seat = _seat_of(user, sight.room)
    ballots = _ballots(sight.room.focus, [] if seat is None else [seat])
    return _room_of(user, sight, ballots, changing=changing)


def see_rooms(session: Session, users: Iterable[Any]) -> list[Room]:
    """The room as each of `users` sees it: no more queries than for one, save for who leads."""
    sight = sights.see(session, None, lambda: _sight(session, None))
    ballots = _ballots(sight.room.focus, sight.room.seats)
    return [_room_of(user, sight, ballots) for user in users]


def _room_of(
    user: Any, sight: Sight, ballots: Mapping[int, Ballot], *, changing: int | None = None
) -> Room:
    """What `user` sees; of the `ballots`, by mandate, their own alone."""
    me = _seat_of(user, sight.room)
    is_chair, conducts = user.pk in sight.chairs, user.pk in sight.conductors
    return Room.of(
        sight.room,
        drawn=sight.drawn,
        me=me,
        my_ballot=None if me is None else ballots.get(me.mandate.pk),
        changing=changing,
        is_chair=is_chair,
        conducts=conducts,
        is_bureau=user.pk in sight.bureau,
        verdicts=_verdicts(sight.room, Actor.reading(user), is_chair=is_chair, conducts=conducts),
    )


def _seat_of(user: Any, room: CommonRoom) -> Seat | None:
    return next((seat for seat in room.seats if seat.mandate.user_id == user.pk), None)


def _sight(session: Session, point: int | None) -> Sight:
    items = list(session.items.listed().select_related("case__assignee", "decision"))
    for item in items:
        item.session = session
    focus = _focus(items, point)
    mandates = _mandates(session, focus)
    voted = _voted(focus)
    listed = [_seat(mandate, voted) for mandate in mandates]
    upcoming = next((item for item in items if item.state == AgendaItemState.QUEUED), None)
    conducted = _conducted(session, focus, upcoming)
    leader = _leader(conducted, focus, mandates)
    chair_recused = conducted is not None and (leader is None or leader.pk != session.chair_id)
    room = CommonRoom(
        session=session,
        items=items,
        focus=focus,
        upcoming=upcoming,
        seats=listed,
        headcount=_headcount(session, focus, listed),
        welcomes=session.welcomes_on(timezone.localdate()),
        vote_open=_vote_open(items, focus),
        conducted=conducted,
        chair_recused=chair_recused,
        stand_in=leader if chair_recused else None,
    )
    return Sight(
        room=room,
        drawn=Drawn(room),
        chairs=_all_who_may(CommitteeRules.chair, session),
        conductors=_all_who_may(CommitteeRules.conductor, conducted),
        bureau=_all_who_may(CommitteeRules.bureau, session),
    )


def _vote_open(items: Sequence[AgendaItem], focus: Focus | None) -> bool:
    """Whether members are voting now, be it on another item than the one shown."""
    if focus is not None and focus.item.state == AgendaItemState.OPEN:
        return focus.voting
    current = next((item for item in items if item.state == AgendaItemState.OPEN), None)
    return current is not None and current.rounds.under_way().exists()


def _all_who_may(policy: Policy, of: Session | AgendaItem | None) -> frozenset[int]:
    """The keys of those whom `policy` admits: asked once, rather than of each who looks."""
    if of is None:
        return frozenset()
    return frozenset(policy.users_who_may(of).values_list("pk", flat=True))


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
    # The child stands for its case from here on: whoever asks for it again has it.
    if chosen.case.assignee is not None:
        subject.assignee = chosen.case.assignee
    chosen.case = subject
    return Focus(
        item=chosen,
        number=items.index(chosen) + 1,
        subject=subject,
        round=last,
        result=view_round(last) if last is not None and settled else None,
        earlier=[round_ for round_ in counted if round_ is not last],
        decision=decision,
        verdict_title=_title_of(decision) if decision else "",
        outcome=outcome_badge(chosen),
        to_vote=_still_to_vote(chosen, rounds),
    )


def _title_of(decision: Decision) -> str:
    """How the case names what a decision does to it: « Dossier validé par le comité »."""
    machine = machine_of(proposals_on(decision.item))
    return machine.transitions[decision.decided_proposal.transition].law.done


def _still_to_vote(item: AgendaItem, rounds: Sequence[VotingRound]) -> list[Proposal]:
    """Those that were not voted to the end, and are not being."""
    taken = {round_.proposal for round_ in rounds if round_.is_open or round_.is_counted}
    return [proposal for proposal in item.case.subject.on_offer if proposal.key not in taken]


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
    note = why_apart(mandate) if hasattr(mandate, "conflict") else ""
    if note:
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


def _ballots(focus: Focus | None, seats: Sequence[Seat]) -> dict[int, Ballot]:
    """By mandate, what those of `seats` answered in the round under way."""
    voted = [seat.mandate.pk for seat in seats if seat.standing is not Standing.AWAITED]
    if focus is None or focus.round is None or not focus.voting or not voted:
        return {}
    cast = Ballot.objects.filter(round=focus.round, mandate__in=voted)
    return {ballot.mandate_id: ballot for ballot in cast}


def _verdicts(
    room: CommonRoom, actor: Actor, *, is_chair: bool, conducts: bool
) -> dict[str, Verdict]:
    """What this person may conduct now, and what is missing, from the very rules that judge it."""
    found: dict[str, Verdict] = {}
    session, focus = room.session, room.focus
    CommitteeRules.chair.note(actor, session, permitted=is_chair)
    if is_chair and session.state == SessionState.CONVENED:
        found["session_open"] = verdict(session, "open", actor=actor)
    if is_chair and session.state == SessionState.OPEN:
        found["session_close"] = verdict(session, "close", actor=actor)
    if focus is None or not conducts:
        return found
    item = focus.item
    counted_now = focus.voting or focus.round is None
    known = {headcount: room.headcount} if counted_now else {}
    if item is room.conducted:
        CommitteeRules.conductor.note(actor, item, permitted=conducts)
    if item.state == AgendaItemState.QUEUED:
        found["open"] = verdict(item, "open", actor=actor, known=known)
    elif focus.voting:
        found["close_vote"] = verdict(item, "close_vote", actor=actor, known=known)
    return found
