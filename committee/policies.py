"""Who may, in the committee: from mandates in force on the day of the session."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from committee.conflicts import conductor, recused_users, seats, voters
from committee.enums import MandateRole, SessionState
from committee.models import AgendaItem, Mandate, Session
from directory.accounts.second_factor import asks_second_factor
from directory.enums import CressGroup
from directory.models import User
from directory.policies import staff
from workflows.access import case_readers
from workflows.actors import ActorKind
from workflows.models import Case
from workflows.policies import audience_keys, policy

COMMITTEE_KEY = "committee"


def body_key(body_id: int) -> str:
    return f"committee:{body_id}"


def session_of(obj: "Session | AgendaItem") -> Session:
    """The session itself, or that of an item of its agenda."""
    return obj if isinstance(obj, Session) else obj.session


def sits_at(session: Session) -> Q:
    """Over users: those who sit at `session`, as long as a mandate in its body is not over.

    A mandate to come counts: whoever will sit prepares. One that ended gives nothing to read.
    """
    current = Mandate.objects.filter(college__body_id=session.body_id)
    return Q(pk__in=Mandate.objects.sitting(session).values("user")) & Q(
        pk__in=current.not_over(timezone.localdate()).values("user")
    )


def members_at(session: Session) -> "QuerySet[User]":
    """The users who sit at `session`."""
    return User.objects.filter(sits_at(session))


def chair_of(session: Session) -> "QuerySet[User]":
    """The user who presides over `session`, as long as their mandate covers its day."""
    presiding = Mandate.objects.sitting(session).filter(pk=session.chair_id)
    return User.objects.filter(pk__in=presiding.values("user"))


@audience_keys
def committee_keys(user: Any) -> Iterable[str]:
    """`committee` and `committee:3`, for those who hold a mandate today."""
    bodies = Mandate.objects.filter(user=user).on(timezone.localdate())
    for body_id in set(bodies.values_list("college__body_id", flat=True)):
        yield COMMITTEE_KEY
        yield body_key(body_id)


@policy(
    "committee.read_sessions",
    who="les membres du comité et la CRESS",
    denial="Les séances sont réservées aux membres du comité et à la CRESS.",
    kinds=[ActorKind.USER, ActorKind.SYSTEM],
)
def read_sessions(obj: Any) -> "QuerySet[User]":
    """Those whose mandate is not over, and the CRESS."""
    seated = Mandate.objects.not_over(timezone.localdate())
    return User.objects.filter(
        Q(pk__in=seated.values("user")) | Q(groups__name__in=CressGroup.values)
    ).distinct()


@policy(
    "committee.read_session",
    who="les membres de cette instance et la CRESS",
    denial="Cette séance n’est pas celle d’une instance où vous siégez.",
    kinds=[ActorKind.USER, ActorKind.SYSTEM],
)
def read_session(obj: Any) -> "QuerySet[User]":
    return User.objects.filter(
        sits_at(session_of(obj)) | Q(groups__name__in=CressGroup.values)
    ).distinct()


@policy(
    "committee.member",
    who="les membres qui siègent à cette séance",
    denial="Seules les personnes qui siègent à cette séance peuvent le faire.",
    audience=lambda obj: body_key(session_of(obj).body_id),
)
def member(obj: Any) -> "QuerySet[User]":
    return members_at(session_of(obj))


@policy(
    "committee.chair",
    who="la présidence de la séance",
    denial="Seule la présidence de la séance peut le faire.",
    audience=lambda obj: f"user:{session_of(obj).chair.user_id}",
)
def chair(obj: Any) -> "QuerySet[User]":
    return chair_of(session_of(obj))


@policy(
    "committee.conductor",
    who="la présidence de la séance ou, si elle est déportée sur ce point, le membre présent "
    "et sans déport dont le mandat est le plus ancien",
    denial="Vous ne conduisez pas ce point : c’est à la présidence, ou au membre qui la remplace "
    "quand elle est déportée.",
)
def item_conductor(item: AgendaItem) -> "QuerySet[User]":
    """Who opens `item`, counts its votes and pronounces its decision (see `conductor`).

    With nobody to stand in for a recused chair, the direction of the CRESS: it can do little but
    defer, and no item stays stuck. Once the session is closed nothing is debated: closing it, the
    chair defers what was not reached, whatever her links.
    """
    if item.session.state == SessionState.CLOSED:
        return chair_of(item.session)
    seat = conductor(seats(item), item.session.chair_id)
    return staff(CressGroup.MANAGER) if seat is None else User.objects.filter(pk=seat.user_id)


@policy(
    "committee.bureau",
    who="la présidence de la séance et la direction de la CRESS",
    denial="Seules la présidence de la séance et la direction de la CRESS peuvent le faire.",
    audience=lambda obj: f"group:{CressGroup.MANAGER}",
)
def bureau(obj: Any) -> "QuerySet[User]":
    presiding = chair_of(session_of(obj)).values("pk")
    return User.objects.filter(
        Q(pk__in=presiding) | Q(pk__in=staff(CressGroup.MANAGER).values("pk"))
    )


@policy(
    "committee.voter",
    who="les membres présents qui ne sont pas déportés sur ce point",
    denial="Vous ne votez pas sur ce point : il faut être membre, présent et sans déport.",
    audience=lambda item: body_key(item.session.body_id),
)
def voter(item: AgendaItem) -> "QuerySet[User]":
    return User.objects.filter(pk__in=voters(item).values("user"))


@asks_second_factor
def chairs() -> Q:
    """Whoever presides over a body today."""
    presiding = Mandate.objects.on(timezone.localdate()).filter(role=MandateRole.CHAIR)
    return Q(pk__in=presiding.values("user"))


@case_readers
def committee_members(case: Case) -> Q:
    """Members read the cases on their agendas, save those from which they are recused.

    Recused on one item, they do not read by another: a deferred item gives no way around.
    """
    items = AgendaItem.objects.filter(case_id=case.pk).read_by_members()
    readers = recused = Q(pk__in=[])
    for item in items.select_related("session"):
        item.case = case
        readers |= sits_at(item.session)
        recused |= Q(pk__in=recused_users(item))
    return readers & ~recused
