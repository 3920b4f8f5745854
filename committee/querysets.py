"""Questions to the committee's tables. Imported by the models, so it imports none of them."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from committee.enums import AgendaItemState, RoundResult, SessionState

LIVE_ITEM = (AgendaItemState.QUEUED, AgendaItemState.OPEN)


def in_force_on(day: Any) -> Q:
    """Mandates in force on `day`: a date, or an expression on the query around."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class MandateQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> "MandateQuerySet":
        """Those in force on `day`."""
        return self.filter(in_force_on(day))

    def sitting(self, session: Any) -> "MandateQuerySet":
        """Those who sit at `session`: mandates of its body in force on its day."""
        return self.filter(college__body_id=session.body_id).on(session.held_on)


class SessionQuerySet(models.QuerySet[Any]):
    def of_bodies(self, bodies: Any) -> "SessionQuerySet":
        return self.filter(body__in=bodies)

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
