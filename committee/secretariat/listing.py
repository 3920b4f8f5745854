"""The list of sessions: what each line shows, read in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DateField, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from committee.bodies.models import Mandate
from committee.sessions.enums import AgendaItemState, SessionState
from committee.sessions.models import AgendaItem, Session
from committee.sessions.querysets import SessionQuerySet
from directory.people.models import User
from workflows.compiled_sql import Given, Question
from workflows.lifecycles import machine_of
from workflows.presentation.badges import drawn_badge
from workflows.presentation.french import count, format_long_date, format_time

PERSON, TODAY = Given("user"), Given("today", DateField())


@dataclass(frozen=True, slots=True)
class Line:
    """A session in the list, ready to show; `name` is that of one under way."""

    pk: int
    url: str
    name: str
    when: str
    badge: SafeString
    items: str
    place: str
    chair: str
    under_way: bool


def sessions_read_by(user: Any, today: Any) -> SessionQuerySet:
    """Those of the bodies where `user` sits, or will."""
    seats = Mandate.objects.not_over(today).filter(user=user)
    found: SessionQuerySet = Session.objects.of_bodies(seats.values("college__body"))
    return found


def items_called(user: Any) -> list[AgendaItem]:
    """The agenda, in its order, of the next session that is convened among those `user` reads."""
    return _items_called.objects(user=user.pk, today=timezone.localdate())


@Question
def _items_called() -> "QuerySet[Any]":
    read = sessions_read_by(PERSON, TODAY).to_come(TODAY)
    called = read.filter(state=SessionState.CONVENED).values("pk")[:1]
    return AgendaItem.objects.listed().filter(session=called).select_related("session", "case")


def lines_of(user: Any, *, everything: bool, start: int, size: int) -> list[Line]:
    """The sessions that `user` reads, or `everything`, the latest first; `size` from `start` on."""
    found = _lines.rows(everything, start, size, user=user.pk, today=timezone.localdate())
    address = reverse("committee:session", args=[0])
    return [_line(address, row) for row in found]


@Question
def _lines(everything: bool, start: int, size: int) -> "QuerySet[Any, Any]":
    read = Session.objects.all() if everything else sessions_read_by(PERSON, TODAY)
    # Those of a page first, of which alone the items are counted.
    page = read.recent_first().values("pk")[start : start + size]
    items = AgendaItem.objects.filter(~Q(state=AgendaItemState.REMOVED), session=OuterRef("pk"))
    number = items.order_by().values("session").annotate(number=Count("pk")).values("number")
    found = Session.objects.filter(pk__in=page).annotate(number=Subquery(number)).recent_first()
    return found.values_list(
        "pk", "starts_at", "state", "place", "number",
        "chair__user__first_name", "chair__user__last_name", "chair__user__email",
    )  # fmt: skip


def _line(address: str, row: Sequence[Any]) -> Line:
    pk, starts_at, state, place, number, *chair = row
    shown = machine_of(Session).state(state)
    under_way = state == SessionState.OPEN
    return Line(
        pk=pk,
        url=address.replace("/0/", f"/{pk}/"),
        name=str(Session(starts_at=starts_at)) if under_way else "",
        when=f"{format_long_date(starts_at)}, {format_time(starts_at)}",
        badge=drawn_badge(shown.tone, shown.icon, shown.label),
        items=count(number or 0, "point", "points"),
        place=place,
        chair=str(User(**dict(zip(("first_name", "last_name", "email"), chair, strict=True)))),
        under_way=under_way,
    )
