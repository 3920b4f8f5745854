"""What the transitions of a session do beside it, in the same transaction."""

from django.utils import timezone

from committee.bodies.models import Body
from committee.rulebook import CommitteeRules
from committee.sessions.attendance import attend
from committee.sessions.enums import AgendaItemState
from committee.sessions.live import ping
from committee.sessions.models import MinutesDraft, Session
from committee.sessions.policies import session_of
from workflows.engine import perform
from workflows.rules import Context


@CommitteeRules.tell_room.does
def tell_room(context: Context) -> None:
    """The room learns, after commit, that something changed; it fetches what under its rights."""
    kind = "session" if isinstance(context.case, Session) else "item"
    ping(session_of(context.case).pk, kind=kind, pk=context.case.pk, state=context.case.state)


@CommitteeRules.settle_seats.does
def settle_seats(context: Context) -> None:
    """Who sits that day is settled: the body's row is the lock of its seats.

    Whoever appoints, ends or cancels meanwhile waits, then finds the session open.
    """
    Body.objects.select_for_update().get(pk=context.case.body_id)


@CommitteeRules.seat_chair.does
def seat_chair(context: Context) -> None:
    """Whoever opens the session is there."""
    session: Session = context.case
    attend(session, session.chair, here=True, actor=context.actor, at=context.at)


@CommitteeRules.defer_the_rest.does
def defer_the_rest(context: Context) -> None:
    """What the session did not reach waits for the next one."""
    for item in context.case.items.filter(state=AgendaItemState.QUEUED):
        perform(
            item,
            "defer",
            actor=context.actor,
            at=context.at,
            reason="La séance est close avant l’examen de ce point.",
        )


@CommitteeRules.release_agenda.does
def release_agenda(context: Context) -> None:
    """The cases of a cancelled session are free for another."""
    for item in context.case.items.filter(state=AgendaItemState.QUEUED):
        perform(item, "remove", actor=context.actor, at=context.at, reason=context.reason)


@CommitteeRules.follow_the_day.does
def follow_the_day(context: Context) -> None:
    """Whoever was told the day of the examination is told the new one."""
    session: Session = context.case
    before = session.history.order_by("-history_id")[1]
    if timezone.localdate(before.starts_at) == session.held_on:
        return
    for item in session.items.filter(state=AgendaItemState.QUEUED):
        perform(item, "reschedule", actor=context.actor, at=context.at)


@CommitteeRules.drop_draft.does
def drop_draft(context: Context) -> None:
    """The minutes are established: nobody goes on writing them."""
    MinutesDraft.objects.filter(session=context.case).delete()
