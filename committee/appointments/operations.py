"""Making a body, seating its members, ending or cancelling their mandates."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from committee.bodies.enums import MandateRole
from committee.bodies.models import Body, College, Mandate
from committee.bodies.voting_rules import VotingRule
from committee.sessions.enums import SessionState
from committee.sessions.models import Session
from committee.sessions.querysets import SessionQuerySet
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.people.operations import lock_person, watches
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.engine import amend, create
from workflows.presentation.french import format_date
from workflows.verdicts import Refused, Stale, Unmet

TO_BE_CHAIRED = (SessionState.PLANNED, SessionState.CONVENED, SessionState.OPEN)


@transaction.atomic
def establish_body(
    *,
    name: str,
    actor: Actor,
    colleges: Sequence[str] | None = None,
    rule: VotingRule | None = None,
    at: datetime | None = None,
) -> Body:
    """Create a body with its `colleges` (names, in order), under `rule`.

    By default, the colleges of the scheme (`settings.OSE_COLLEGES`) and our default rule.

    Raises Forbidden for anyone but the direction of the CRESS, or the system; Refused when
    another body bears that name.
    """
    body = Body(name=name) if rule is None else Body(name=name, rule=rule.to_dict())
    DirectoryRules.cress_manager.require(actor, body)
    try:
        with transaction.atomic():
            create(body, actor=actor, action="establish", at=at)
    except IntegrityError:
        unmet = Unmet("name_taken", "Une instance porte déjà ce nom.", field="name")
        raise Refused("Cette instance existe déjà.", unmet=[unmet]) from None
    College.objects.bulk_create(
        College(body=body, name=college, position=position)
        for position, college in enumerate(colleges or settings.OSE_COLLEGES, start=1)
    )
    return body


@transaction.atomic
def appoint(
    *,
    user: User,
    college: College,
    starts_on: date,
    actor: Actor,
    role: MandateRole = MandateRole.MEMBER,
    organisation: Organisation | None = None,
    ends_on: date | None = None,
    at: datetime | None = None,
) -> Mandate:
    """Seat `user` in `college` from `starts_on`, to `ends_on` included when it is given.

    Raises Forbidden for anyone but the direction of the CRESS, or the system; Refused when the
    account is closed, the person is the independent monitor, the end comes before the start, a
    session was opened on one of those days, or the person already sits in this body then: one
    person, one vote.
    """
    DirectoryRules.cress_manager.require(actor, college)
    _lock(college)
    mandate = Mandate(
        user=lock_person(user),
        college=college,
        role=role,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _refuse("Nomination impossible.", _appointment_problems(mandate))
    return create(mandate, actor=actor, action="appoint", at=at)


@transaction.atomic
def end_mandate(
    mandate: Mandate, *, ends_on: date, reason: str, actor: Actor, at: datetime | None = None
) -> Mandate:
    """Make `ends_on` the last day of `mandate`, earlier than the end it has, if any.

    Raises Forbidden; Stale when it is over or was cancelled; Refused without a reason, or when the
    person sat, or is to preside, at a session after that day.
    """
    DirectoryRules.cress_manager.require(actor, mandate)
    at = at or timezone.now()
    current = _still_standing(mandate)
    if current.ends_on is not None and current.ends_on < timezone.localdate(at):
        raise Stale(f"Ce mandat est déjà terminé, depuis le {format_date(current.ends_on)}.")
    _refuse("Ce mandat ne peut pas finir ainsi.", _ending_problems(current, ends_on, reason))
    return amend(
        mandate,
        action="end",
        actor=actor,
        at=at,
        reason=reason.strip(),
        ends_on=ends_on,
    )


@transaction.atomic
def cancel_appointment(
    mandate: Mandate, *, reason: str, actor: Actor, at: datetime | None = None
) -> Mandate:
    """Undo an appointment made by mistake: the mandate was, and will be, in force on no day.

    Raises Forbidden; Stale when it was cancelled already; Refused without a reason, or once the
    person sat at a session: such a mandate is ended instead.
    """
    DirectoryRules.cress_manager.require(actor, mandate)
    at = at or timezone.now()
    current = _still_standing(mandate)
    problems = [*_no_reason(reason), *why_not_cancel(current)]
    _refuse("Cette nomination ne s’annule pas.", problems)
    return amend(
        mandate,
        action="cancel",
        actor=actor,
        at=at,
        reason=reason.strip(),
        cancelled_at=at,
    )


def why_not_cancel(mandate: Mandate) -> Iterator[Unmet]:
    """What binds `mandate`, so that it can only be ended."""
    for session in mandate.chaired_sessions.filter(state__in=TO_BE_CHAIRED):
        yield _presides(session)
    for session in _sessions_held(mandate.college, mandate.starts_on, mandate.ends_on)[:1]:
        yield Unmet(
            "sat",
            f"Cette personne siégeait à la séance du {format_date(session.held_on)}.",
            hint="Mettez plutôt fin à son mandat.",
        )


def first_free_day(body: Body) -> date:
    """The first day on which somebody may take a seat: tomorrow when a session opened today."""
    today = timezone.localdate()
    last = Session.objects.held_between(body.pk, today, None).first()
    return last.held_on + timedelta(days=1) if last else today


def _appointment_problems(mandate: Mandate) -> Iterator[Unmet]:
    if not mandate.user.is_active:
        yield Unmet("inactive", "Le compte de cette personne est désactivé.", field="user")
    if watches(mandate.user):
        yield Unmet(
            "watches",
            f"{mandate.user} assure le contrôle indépendant, et ne siège donc pas au comité.",
            field="user",
        )
    if mandate.ends_on is not None and mandate.ends_on < mandate.starts_on:
        yield Unmet("ends_before_start", "La fin vient avant le début.", field="ends_on")
        return
    for session in _sessions_held(mandate.college, mandate.starts_on, mandate.ends_on)[:1]:
        yield Unmet(
            "session_held",
            f"La séance du {format_date(session.held_on)} s’est ouverte avec les membres d’alors. "
            "Faites commencer le mandat le lendemain au plus tôt.",
            field="starts_on",
        )
    others = Mandate.objects.filter(user=mandate.user, college__body_id=mandate.college.body_id)
    sharing = others.sharing_days(mandate.starts_on, mandate.ends_on).select_related("college")
    for other in sharing[:1]:
        yield Unmet(
            "already_seated",
            f"Cette personne siège déjà dans cette instance, {other.period} "
            f"({str(other.college).lower()}).",
            field="user",
        )


def _ending_problems(mandate: Mandate, ends_on: date, reason: str) -> Iterator[Unmet]:
    yield from _no_reason(reason)
    if ends_on < mandate.starts_on:
        start = format_date(mandate.starts_on)
        message = f"Le mandat commence le {start} : il ne peut pas finir avant."
        yield Unmet("ends_before_start", message, field="ends_on")
        return
    if mandate.ends_on is not None and ends_on >= mandate.ends_on:
        yield Unmet(
            "not_earlier",
            f"Le mandat finit déjà le {format_date(mandate.ends_on)}. Pour le prolonger, nommez "
            "la personne de nouveau, à partir du lendemain.",
            field="ends_on",
        )
    next_day = ends_on + timedelta(days=1)
    for session in _sessions_held(mandate.college, next_day, mandate.ends_on)[:1]:
        message = f"Cette personne siégeait à la séance du {format_date(session.held_on)}."
        yield Unmet("sat_later", message, field="ends_on")
    chaired = mandate.chaired_sessions.filter(state__in=TO_BE_CHAIRED, starts_at__date__gt=ends_on)
    for session in chaired.order_by("starts_at"):
        yield _presides(session)


def _sessions_held(college: College, first: date, last: date | None) -> SessionQuerySet:
    """The sessions opened on those days: who sat at them is settled, and the quorum with it."""
    return Session.objects.held_between(college.body_id, first, last)


def _presides(session: Session) -> Unmet:
    return Unmet(
        "presides",
        f"Cette personne préside la séance du {format_date(session.held_on)}. Cette séance doit "
        "d’abord se tenir, changer de présidence ou être annulée.",
        session.get_absolute_url(),
    )


def _no_reason(reason: str) -> Iterator[Unmet]:
    if not reason.strip():
        yield Unmet("reason", "Indiquez le motif.", field="reason")


def _refuse(message: str, problems: Iterable[Unmet]) -> None:
    unmet = list(problems)
    if unmet:
        raise Refused(message, unmet=unmet)


def _lock(college: College) -> None:
    """The body's row is the lock of its seats."""
    Body.objects.select_for_update().get(pk=college.body_id)


def _still_standing(mandate: Mandate) -> Mandate:
    """`mandate` as it now is, the seats of its body locked; Stale when it was cancelled."""
    _lock(mandate.college)
    current: Mandate = Mandate.objects.get(pk=mandate.pk)
    if current.cancelled_at is not None:
        raise Stale("Cette nomination a été annulée.")
    return current
