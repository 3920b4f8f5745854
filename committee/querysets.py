"""Questions to the committee's tables. Imported by the models, so it imports none of them."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from committee.enums import AgendaItemState, RoundResult, SessionState

TO_BE_HELD = (SessionState.PLANNED, SessionState.CONVENED)
LIVE_ITEM = (AgendaItemState.QUEUED, AgendaItemState.OPEN)


def in_force_on(day: Any) -> Q:
    """Mandates in force on `day`: a date, or an expression on the query around."""
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return Q(cancelled_at__isnull=True, starts_on__lte=day) & not_over


class MandateQuerySet(models.QuerySet[Any]):
    def standing(self) -> "MandateQuerySet":
        """Past, in force or to come: all but those cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def sharing_days(self, starts_on: date, ends_on: date | None) -> "MandateQuerySet":
        """Those in force on a day of that period, which has no end when `ends_on` is None."""
        found = self.not_over(starts_on)
        return found if ends_on is None else found.filter(starts_on__lte=ends_on)

    def not_over(self, day: date) -> "MandateQuerySet":
        """Those in force on `day`, or to come."""
        return self.standing().filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def on(self, day: date) -> "MandateQuerySet":
        """Those in force on `day`."""
        return self.filter(in_force_on(day))

    def sitting(self, session: Any) -> "MandateQuerySet":
        """Those who sit at `session`: mandates of its body in force on its day."""
        return self.filter(college__body_id=session.body_id).on(session.held_on)


class SessionQuerySet(models.QuerySet[Any]):
    def of_bodies(self, bodies: Any) -> "SessionQuerySet":
        return self.filter(body__in=bodies)

    def to_come(self, day: date) -> "SessionQuerySet":
        """The one under way, then those to be held from `day` on, the next one first."""
        to_be_held = Q(state__in=TO_BE_HELD, starts_at__date__gte=day)
        return self.filter(Q(state=SessionState.OPEN) | to_be_held).order_by("starts_at", "pk")

    def held_between(self, body_id: int, first: date, last: date | None) -> "SessionQuerySet":
        """Those of a body opened on one of those days, the latest first; `last` None: no limit."""
        held = [SessionState.OPEN, SessionState.CLOSED, SessionState.MINUTED]
        found = self.filter(body=body_id, state__in=held, starts_at__date__gte=first)
        return (found if last is None else found.filter(starts_at__date__lte=last)).recent_first()

    def recent_first(self) -> "SessionQuerySet":
        return self.order_by("-starts_at", "-pk")


class AgendaItemQuerySet(models.QuerySet[Any]):
    def listed(self) -> "AgendaItemQuerySet":
        """Those on the agenda, in its order: removed ones left out."""
        return self.exclude(state=AgendaItemState.REMOVED).order_by("position", "pk")

    def live(self) -> "AgendaItemQuerySet":
        return self.filter(state__in=LIVE_ITEM)

    def read_by_members(self) -> "AgendaItemQuerySet":
        """Those whose case the members read: on the agenda of a session that was not cancelled."""
        return self.listed().exclude(session__state=SessionState.CANCELLED)


class RoundQuerySet(models.QuerySet[Any]):
    def under_way(self) -> "RoundQuerySet":
        return self.filter(closed_at__isnull=True)

    def counted(self) -> "RoundQuerySet":
        """Those that were put to the vote to the end."""
        return self.filter(result__in=[RoundResult.ADOPTED, RoundResult.REJECTED])
