"""Planning a session, its agenda, and its minutes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from committee.bodies.models import Body, Mandate
from committee.rulebook import CommitteeRules
from committee.sessions.candidates import candidates
from committee.sessions.enums import AgendaItemState, SessionState
from committee.sessions.guards import day_is_to_come, moment_is_free, notice_is_ahead
from committee.sessions.inputs import Minutes, Place, SessionPlan
from committee.sessions.models import AgendaItem, MinutesDraft, Session
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.engine import create, perform
from workflows.models import Case
from workflows.presentation.french import format_date
from workflows.rows.single import lock
from workflows.verdicts import Refused, Stale, Unmet

PREPARED = (SessionState.PLANNED, SessionState.CONVENED)
NOT_PLANNED = "Planifier la séance\u00a0: il manque encore quelque chose."
NOT_LISTED = "L’inscription à l’ordre du jour n’est pas possible."


@contextmanager
def locked(session_id: int) -> Iterator[Session]:
    """The session with its row locked until commit: the lock of all that happens in its room."""
    with transaction.atomic():
        yield lock(Session(pk=session_id))


def local_datetime(day: date, clock: time) -> datetime:
    """`clock` on `day`, in France."""
    return timezone.make_aware(datetime.combine(day, clock))


def plan_session(
    *,
    chair: Mandate,
    held_on: date,
    starts_at: time,
    place: str,
    actor: Actor,
    notice_waived_reason: str = "",
    at: datetime | None = None,
) -> Session:
    """Plan a session of the body where `chair` sits, on `held_on` at `starts_at` in France.

    Raises Forbidden for anyone but the direction of the CRESS, or the system; Refused when the
    day is past or outside the mandate of the chair, when that body sits then already, or when the
    notice would be short and nobody says why.
    """
    session = Session(
        body=chair.college.body,
        chair=chair,
        starts_at=local_datetime(held_on, starts_at),
        place=place,
        notice_waived_reason=notice_waived_reason,
    )
    DirectoryRules.cress_manager.require(actor, session)
    with transaction.atomic():
        _wait_for_others(session.body)
        unmet = list(_plan_problems(session, timezone.localdate(at)))
        if unmet:
            raise Refused(NOT_PLANNED, unmet=unmet)
        return create(session, actor=actor, at=at)


def prepare_session(
    session: Session,
    *,
    chair: Mandate,
    held_on: date,
    starts_at: time,
    place: str,
    actor: Actor,
    notice_waived_reason: str = "",
    expected: str | None = None,
    seen: str | None = None,
) -> Session:
    """Change the date, time, place or chair of a planned session, or the reason of a short notice.

    Raises Forbidden, Refused as a plan is, Stale once the session is convened, or when someone
    changed it since the history head that was `seen`.
    """
    plan = SessionPlan(
        chair=chair,
        body=chair.college.body,
        starts_at=local_datetime(held_on, starts_at),
        place=place,
        notice_waived_reason=notice_waived_reason,
    )
    with transaction.atomic():
        _wait_for_others(plan.body)
        return perform(session, "prepare", actor=actor, data=plan, expected=expected, seen=seen)


def add_item(
    session: Session,
    *,
    case: Case,
    actor: Actor,
    question: str = "",
    at: datetime | None = None,
) -> AgendaItem:
    """Put `case` at the end of the agenda; `question` replaces the one its kind asks first.

    A convened session takes further items as long as the notice still holds for them: members
    are told of each. Raises Forbidden, Stale (session already open), Refused (the case waits for
    no committee or is on an agenda already; the notice has passed).
    """
    with locked(session.pk) as current:
        DirectoryRules.cress_manager.require(actor, current)
        if current.state not in PREPARED:
            raise Stale("L’ordre du jour est arrêté\u00a0: la séance n’est plus en préparation.")
        unmet = list(_item_problems(current, case, timezone.localdate(at)))
        if unmet:
            raise Refused(NOT_LISTED, unmet=unmet)
        last = current.items.listed().aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem(
            session=current, case_id=case.pk, position=last + 1, question=question.strip()
        )
        try:
            with transaction.atomic():
                return create(item, actor=actor, action="add", at=at)
        except IntegrityError:
            # Put on the agenda of another session meanwhile: the lock is that of this one only.
            if not AgendaItem.objects.live().filter(case_id=case.pk).exists():
                raise
            raise Refused(NOT_LISTED, unmet=[_not_a_candidate(case)]) from None


def move_item(item: AgendaItem, *, earlier: bool, actor: Actor) -> None:
    """Swap `item` with the one before it, or after it; nothing at either end of the agenda."""
    with locked(item.session_id) as session:
        queued = session.items.filter(state=AgendaItemState.QUEUED)
        item = session.items.get(pk=item.pk)
        if earlier:
            other = queued.filter(position__lt=item.position).order_by("-position").first()
        else:
            other = queued.filter(position__gt=item.position).order_by("position").first()
        if other is None:
            return
        free = (session.items.aggregate(last=Max("position"))["last"] or 0) + 1
        here, there = item.position, other.position
        # Positions are unique at every moment, so the swap goes through a free one.
        perform(item, "move", actor=actor, data=Place(free))
        perform(other, "move", actor=actor, data=Place(here))
        perform(item, "move", actor=actor, data=Place(there))


def keep_minutes(
    session: Session, *, text: str, seen: int, actor: Actor, at: datetime | None = None
) -> MinutesDraft:
    """Keep what is written of the minutes so far; the same text again changes nothing.

    `seen` is the version of the draft that the person started from, 0 for none. Raises Forbidden,
    Stale once the minutes are established, or when somebody else kept another draft since.
    """
    with locked(session.pk) as current:
        CommitteeRules.bureau.require(actor, current)
        if current.state != SessionState.CLOSED or actor.user is None:
            raise Stale("Le procès-verbal n’est pas à écrire.")
        draft = MinutesDraft.objects.filter(session=current).first()
        draft = draft or MinutesDraft(session=current)
        if draft.version and draft.text == text:
            return draft
        _require_seen(draft, seen)
        draft.text, draft.version = text, draft.version + 1
        draft.kept_at, draft.kept_by = at or timezone.now(), actor.user
        draft.save()
    return draft


def record_minutes(
    session: Session,
    *,
    minutes: str,
    actor: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> Session:
    """Establish the minutes of a closed session.

    `seen` is the version of the draft that the person started from, when they saw one. Raises
    Forbidden, Stale, or Refused when empty.
    """
    with locked(session.pk) as current:
        CommitteeRules.bureau.require(actor, current)
        draft = MinutesDraft.objects.filter(session=current).first()
        if draft is not None and seen is not None:
            _require_seen(draft, seen)
        return perform(session, "record_minutes", actor=actor, data=Minutes(minutes), at=at)


def _require_seen(draft: MinutesDraft, seen: int) -> None:
    if draft.version != seen:
        raise Stale("Un autre brouillon a été gardé depuis que vous avez ouvert celui-ci.")


def _wait_for_others(body: Body) -> None:
    """Whoever gives a session of `body` its moment does so one after another."""
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)


def _plan_problems(session: Session, today: date) -> Iterator[Unmet]:
    past = list(day_is_to_come(session, today))
    yield from past
    if not past and not Mandate.objects.sitting(session).filter(pk=session.chair_id).exists():
        yield Unmet("not_in_office", "Ce mandat ne couvre pas cette date.", field="chair")
    yield from moment_is_free(session)
    yield from notice_is_ahead(session, today)


def _not_a_candidate(case: Case) -> Unmet:
    """On which agenda it is already, or where it stands instead of waiting."""
    listed = AgendaItem.objects.live().filter(case_id=case.pk).select_related("session").first()
    if listed:
        day = format_date(listed.session.held_on)
        message = f"Ce point figure déjà à l’ordre du jour de la séance du {day}."
    else:
        state = case.subject.state_info.label
        message = f"Ce point n’attend pas le comité\u00a0: il est à l’étape «\u00a0{state}\u00a0»."
    return Unmet("not_a_candidate", message, field="case")


def _item_problems(session: Session, case: Case, today: date) -> Iterator[Unmet]:
    if not candidates().filter(pk=case.pk).exists():
        yield _not_a_candidate(case)
    if session.state == SessionState.CONVENED and session.notice_missed(today):
        yield Unmet(
            "notice_passed",
            "La convocation est partie et le délai est passé\u00a0: "
            "inscrivez-le à une autre séance.",
            field="case",
        )
