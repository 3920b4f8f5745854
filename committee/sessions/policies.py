"""Who may, of a session: from mandates in force on its day."""

from typing import Any

from django.db.models import DateField, Q, QuerySet
from django.utils import timezone

from committee.bodies.models import Mandate
from committee.bodies.policies import body_key
from committee.rulebook import CommitteeRules
from committee.sessions.models import AgendaItem, Session
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.policies import staff
from workflows.actors import ActorKind
from workflows.compiled_sql import Given, Question


def session_of(obj: "Session | AgendaItem") -> Session:
    """The session itself, or that of an item of its agenda."""
    return obj if isinstance(obj, Session) else obj.session


def sits_at(session: Session) -> Q:
    """Over users: those who sit at `session`, as long as a mandate in its body is not over.

    A mandate to come counts: whoever will sit prepares. One that ended gives nothing to read.
    """
    return _sit_at(session.body_id, session.held_on, timezone.localdate())


def _sit_at(body_id: Any, held_on: Any, today: Any) -> Q:
    seats = Mandate.objects.filter(college__body_id=body_id)
    return Q(pk__in=seats.on(held_on).values("user")) & Q(
        pk__in=seats.not_over(today).values("user")
    )


def _readers(seated: Q) -> "QuerySet[User]":
    return User.objects.filter(seated | Q(groups__name__in=CressGroup.values)).distinct()


def _hold_a_mandate(today: Any) -> Q:
    return Q(pk__in=Mandate.objects.not_over(today).values("user"))


TODAY = Given("today", DateField())


def _seated() -> Q:
    return _sit_at(Given("body"), Given("held_on", DateField()), TODAY)


def _active(users: "QuerySet[User]") -> "QuerySet[Any, Any]":
    return users.filter(is_active=True).filter(pk=Given("person"))


@Question
def _is_reader() -> "QuerySet[Any, Any]":
    return _active(_readers(_seated()))


@Question
def _is_member() -> "QuerySet[Any, Any]":
    return _active(User.objects.filter(_seated()))


@Question
def _reads_sessions() -> "QuerySet[Any, Any]":
    return _active(_readers(_hold_a_mandate(TODAY)))


def _place_of(session: Session) -> dict[str, Any]:
    today = timezone.localdate()
    return {"body": session.body_id, "held_on": session.held_on, "today": today}


def members_at(session: Session) -> "QuerySet[User]":
    """The users who sit at `session`."""
    return User.objects.filter(sits_at(session))


def chair_of(session: Session) -> "QuerySet[User]":
    """The user who presides over `session`, as long as their mandate covers its day."""
    presiding = Mandate.objects.sitting(session).filter(pk=session.chair_id)
    return User.objects.filter(pk__in=presiding.values("user"))


@CommitteeRules.read_sessions.grants(
    who="les membres du comité et la CRESS",
    denial="Les séances sont réservées aux membres du comité et à la CRESS.",
    kinds=[ActorKind.USER, ActorKind.SYSTEM],
    one=lambda obj: (_reads_sessions, {"today": timezone.localdate()}),
)
def read_sessions(obj: Any) -> "QuerySet[User]":
    """Those whose mandate is not over, and the CRESS."""
    return _readers(_hold_a_mandate(timezone.localdate()))


@CommitteeRules.read_session.grants(
    who="les membres de cette instance et la CRESS",
    denial="Cette séance n’est pas celle d’une instance où vous siégez.",
    kinds=[ActorKind.USER, ActorKind.SYSTEM],
    one=lambda obj: (_is_reader, _place_of(session_of(obj))),
)
def read_session(obj: Any) -> "QuerySet[User]":
    return _readers(sits_at(session_of(obj)))


@CommitteeRules.member.grants(
    who="les membres qui siègent à cette séance",
    denial="Seules les personnes qui siègent à cette séance peuvent le faire.",
    audience=lambda obj: body_key(session_of(obj).body_id),
    one=lambda obj: (_is_member, _place_of(session_of(obj))),
)
def member(obj: Any) -> "QuerySet[User]":
    return members_at(session_of(obj))


@CommitteeRules.chair.grants(
    who="la présidence de la séance",
    denial="Seule la présidence de la séance peut le faire.",
    audience=lambda obj: f"user:{session_of(obj).chair.user_id}",
)
def chair(obj: Any) -> "QuerySet[User]":
    return chair_of(session_of(obj))


@CommitteeRules.bureau.grants(
    who="la présidence de la séance et la direction de la CRESS",
    denial="Seules la présidence de la séance et la direction de la CRESS peuvent le faire.",
    audience=lambda obj: f"group:{CressGroup.MANAGER}",
)
def bureau(obj: Any) -> "QuerySet[User]":
    presiding = chair_of(session_of(obj)).values("pk")
    return User.objects.filter(
        Q(pk__in=presiding) | Q(pk__in=staff(CressGroup.MANAGER).values("pk"))
    )
