"""What happens in the room of a session: attendance, recusals, votes, decisions."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from committee.bodies.models import Mandate
from committee.bodies.voting_rules import Choice
from committee.rulebook import CommitteeRules
from committee.sessions.attendance import attend
from committee.sessions.candidates import load_subjects
from committee.sessions.enums import AgendaItemState
from committee.sessions.inputs import ProposalPut
from committee.sessions.live import ping
from committee.sessions.models import AgendaItem, Session
from committee.sessions.operations import locked
from committee.voting.ballot_count import decisive_outcome
from committee.voting.conflicts import TO_THE_MEMBER, seat_on_item
from committee.voting.enums import CASTABLE, ConflictKind
from committee.voting.models import Ballot, Recusal, VotingRound
from committee.voting.proposals import proposals_on
from directory.people.models import User
from workflows.actors import Actor
from workflows.compiled_sql import Given, Question
from workflows.engine import create, perform
from workflows.models import Case
from workflows.rows.single import insert, lock, update
from workflows.verdicts import Forbidden, Refused, Stale, Unmet

NO_SEAT = "Vous ne siégez pas à cette séance."
RECUSABLE = (AgendaItemState.QUEUED, AgendaItemState.OPEN)


def record_attendance(
    session: Session,
    *,
    arrived: Collection[int],
    left: Collection[int] = (),
    actor: Actor,
    at: datetime | None = None,
) -> None:
    """Record that the mandates `arrived` (ids) are in the room, and those who `left` no longer.

    Only what changed is said, so that two people who fill the sheet together lose nothing.
    Raises Forbidden for anyone but the chair and the direction of the CRESS; Stale once the
    session is over; Refused for a member whose ballot is in the round under way: it would be
    neither counted nor withdrawn.
    """
    at = at or timezone.now()
    with locked(session.pk) as current:
        CommitteeRules.bureau.require(actor, current)
        if not current.takes_attendance:
            raise Stale("Les présences ne changent plus\u00a0: la séance n’est pas en cours.")
        moved = Mandate.objects.sitting(current).filter(pk__in=[*arrived, *left])
        voted = set(
            Ballot.objects.filter(
                round__item__session=current, round__closed_at__isnull=True
            ).values_list("mandate_id", flat=True)
        )
        for mandate in moved.select_related("user"):
            here = mandate.pk in arrived
            if not here and mandate.pk in voted:
                raise _still_voting(mandate)
            attend(current, mandate, here=here, actor=actor, at=at)
        ping(current.pk, kind="attendance", pk=current.pk)


def check_in(session: Session, *, actor: Actor, at: datetime | None = None) -> None:
    """Record that the actor is in the room, from their own seat; nothing a second time.

    Raises Forbidden for whoever does not sit there; Stale before the day of the session, and once
    it is over.
    """
    at = at or timezone.now()
    with locked(session.pk) as current:
        CommitteeRules.member.require(actor, current)
        if not current.welcomes_on(timezone.localdate(at)):
            raise Stale("Les présences ne s’enregistrent pas maintenant.")
        mandate = Mandate.objects.sitting(current).filter(user=actor.user).first()
        if mandate is None:
            raise Forbidden(NO_SEAT, who=CommitteeRules.member.who)
        attend(current, mandate, here=True, actor=actor, at=at)
        ping(current.pk, kind="attendance", pk=current.pk)


def recuse(
    item: AgendaItem,
    *,
    mandate: Mandate,
    reason: str,
    actor: Actor,
    at: datetime | None = None,
) -> Recusal:
    """Declare that `mandate` takes no part in `item`; a ballot already cast is taken back.

    Members declare their own recusal; the chair and the direction of the CRESS, anyone's. Raises
    Forbidden, Stale once the item is closed or a count leads to its decision, which the recusal
    would contradict, Refused without a reason or a second time.
    """
    with locked(item.session_id):
        item = AgendaItem.objects.select_related("session").get(pk=item.pk)
        own = actor.user is not None and mandate.user_id == actor.user.pk
        rule = CommitteeRules.member if own else CommitteeRules.bureau
        rule.require(actor, item)
        if item.state not in RECUSABLE:
            raise Stale("Ce point n’est plus en cours\u00a0: un déport n’y change plus rien.")
        if decisive_outcome(item) is not None:
            raise Stale(
                "Le vote est compté\u00a0: un déport ne change plus la décision à prononcer."
            )
        if not Mandate.objects.sitting(item.session).filter(pk=mandate.pk).exists():
            unmet = Unmet("not_a_member", "Cette personne ne siège pas ici.", field="mandate")
            raise Refused("Déport impossible.", unmet=[unmet])
        if not reason.strip():
            this = proposals_on(item).noun().this
            unmet = Unmet("no_reason", f"Dites ce qui vous lie à {this}.", field="reason")
            raise Refused("Déport sans motif.", unmet=[unmet])
        recusal = _declare(item, mandate, reason.strip(), actor, at or timezone.now())
        Ballot.objects.filter(
            mandate=mandate, round__item=item, round__closed_at__isnull=True
        ).delete()
        ping(item.session_id, kind="recusal", pk=item.pk)
    return recusal


def open_item(
    item: AgendaItem,
    *,
    actor: Actor,
    proposal: str = "",
    expected: str | None = None,
    at: datetime | None = None,
) -> AgendaItem:
    """Open the deliberation on `item`, and put `proposal` to the vote, by default the first.

    The case enters deliberation. Raises Forbidden, Stale, or Refused (session not open, another
    item open, unknown proposal, case no longer waiting, fewer eligible members than the rule's
    minimum).
    """
    with locked(item.session_id):
        put = ProposalPut(proposal)
        return perform(item, "open", actor=actor, data=put, expected=expected, at=at)


def cast_ballot(
    item: AgendaItem,
    *,
    round_id: int,
    choice: str,
    user: User,
    seen: str | None = None,
    at: datetime | None = None,
) -> Ballot:
    """Record the answer of `user` in the round they saw; replaces their earlier one.

    `seen` is the answer that they know to be recorded, empty for none: changing one's vote is
    deliberate. Returns once the ballot is kept; the same answer again changes nothing. Raises Stale
    when that round is closed, the case no longer waits for the committee or another answer than
    `seen` is recorded, Forbidden when the user is absent, recused, or no member, Refused for an
    unknown choice.
    """
    with locked(item.session_id) as session:
        # The item's row too: closing the vote locks it, whoever asks and however.
        item = _with(session, item.case, lock(item))
        round_ = _under_way.first(item=item.pk, round=round_id)
        if round_ is None or not item.is_open:
            raise Stale("Le vote est clos\u00a0: votre bulletin n’a pas été enregistré.")
        if not item.case.subject.awaits_deliberation:
            this = capfirst(proposals_on(item).noun().this)
            raise Stale(f"{this} n’attend plus le comité\u00a0: il n’y a plus à voter.")
        mandate = _voting_mandate(item, user)
        if choice not in CASTABLE:
            unmet = Unmet("unknown_choice", "Choisissez une des réponses.", field="choice")
            raise Refused("Bulletin non enregistré.", unmet=[unmet])
        ballot = _ballot.first(round=round_id, mandate=mandate.pk)
        recorded = ballot.choice if ballot else ""
        if ballot is not None and recorded == choice:
            return ballot
        if seen is not None and seen != recorded:
            raise _otherwise_recorded(recorded)
        kept = ballot or Ballot(round=round_, mandate=mandate)
        kept.choice, kept.cast_at = choice, at or timezone.now()
        if ballot is None:
            insert(kept)
        else:
            update(kept, ["choice", "cast_at"])
        ping(item.session_id, kind="ballot", pk=item.pk)
    return kept


def _with(session: Session, case: Case, item: AgendaItem) -> AgendaItem:
    """`item`, that knows its session and its case as they are now."""
    item.session, item.case = session, case
    load_subjects([item])
    return item


@Question
def _under_way() -> "QuerySet[Any]":
    return VotingRound.objects.under_way().filter(item=Given("item"), pk=Given("round"))


@Question
def _ballot() -> "QuerySet[Any]":
    return Ballot.objects.filter(round=Given("round"), mandate=Given("mandate"))


def put_to_vote(
    item: AgendaItem, *, proposal: str, actor: Actor, at: datetime | None = None
) -> AgendaItem:
    """Put another proposal to the vote, in a new round; ballots are not carried over.

    Raises Forbidden, Stale when the item is closed, Refused when the committee already voted on
    this proposal or adopted another.
    """
    with locked(item.session_id):
        return perform(item, "put_to_vote", actor=actor, data=ProposalPut(proposal), at=at)


def close_vote(
    item: AgendaItem, *, round_id: int, actor: Actor, at: datetime | None = None
) -> VotingRound:
    """Close the round the actor saw and count it; nobody is written to yet.

    The item waits for `decide`, which proclaims the result and, where nothing is settled, for
    another proposal. Raises Forbidden, Stale when that round is closed, Refused with the numbers
    when too few may vote or the quorum is not reached.
    """
    with locked(item.session_id):
        CommitteeRules.conductor.require(actor, item)
        if not item.rounds.under_way().filter(pk=round_id).exists():
            raise Stale("Ce vote est déjà clos.")
        perform(item, "close_vote", actor=actor, at=at)
        return item.rounds.get(pk=round_id)


def remind_voters(item: AgendaItem, *, actor: Actor, at: datetime | None = None) -> AgendaItem:
    """Tell those whose ballot is missing that it is awaited.

    Raises Forbidden, Stale, or Refused when no vote is under way, nobody else is awaited, or a
    reminder has just left.
    """
    with locked(item.session_id):
        return perform(item, "remind_voters", actor=actor, at=at)


def decide(
    item: AgendaItem, *, actor: Actor, reasons: str = "", at: datetime | None = None
) -> AgendaItem:
    """Proclaim the result: the decision that the closed vote leads to, with its reasons.

    The decision moves the case, and those concerned are told. Raises Forbidden, Stale, or Refused
    when no vote settles the item or reasons are wanted and missing.
    """
    with locked(item.session_id):
        return perform(item, "decide", actor=actor, at=at, reason=reasons)


def defer(item: AgendaItem, *, reason: str, actor: Actor, at: datetime | None = None) -> AgendaItem:
    """Defer `item` to a next session; a round under way is abandoned uncounted."""
    with locked(item.session_id):
        return perform(item, "defer", actor=actor, at=at, reason=reason)


def _otherwise_recorded(choice: str) -> Stale:
    if not choice:
        return Stale("Votre vote n’est plus enregistré\u00a0: votez de nouveau.")
    label = Choice(choice).label.lower()
    return Stale(
        f"Votre vote enregistré est «\u00a0{label}\u00a0». Pour en changer, appuyez d’abord sur "
        "«\u00a0Changer mon vote\u00a0»."
    )


def _still_voting(mandate: Mandate) -> Refused:
    message = f"{mandate.user} a voté sur le point ouvert\u00a0: clôturez d’abord le vote."
    return Refused(message, unmet=[Unmet("has_voted", message, field="present")])


def _declare(
    item: AgendaItem, mandate: Mandate, grounds: str, actor: Actor, at: datetime
) -> Recusal:
    recusal = Recusal(item=item, mandate=mandate, grounds=grounds, declared_at=at)
    try:
        with transaction.atomic():
            return create(recusal, actor=actor, action="declare", at=at)
    except IntegrityError:
        unmet = Unmet("already_recused", "Ce déport est déjà déclaré.")
        raise Refused("Déport déjà déclaré.", unmet=[unmet]) from None


def _voting_mandate(item: AgendaItem, user: User) -> Mandate:
    """The seat from which `user` votes on `item`; Forbidden, saying why, when there is none."""
    who = CommitteeRules.voter.who
    seat = seat_on_item(item, user)
    if seat is None:
        raise Forbidden(NO_SEAT, who=who)
    if seat.conflict:
        link = TO_THE_MEMBER[ConflictKind(seat.conflict)]
        raise Forbidden(f"Votre déport sur ce point est noté\u00a0: {link}.", who=who)
    if seat.recused_for is not None:
        raise Forbidden("Votre déport sur ce point est noté.", who=who)
    if not seat.present:
        raise Forbidden("Votre présence n’est pas enregistrée.", who=who)
    return seat
