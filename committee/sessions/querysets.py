"""Questions to the sessions and their agendas. Imported by the models: it imports none."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from committee.sessions.enums import AgendaItemState, SessionState

TO_BE_HELD = (SessionState.PLANNED, SessionState.CONVENED)
LIVE_ITEM = (AgendaItemState.QUEUED, AgendaItemState.OPEN)


class SessionQuerySet(models.QuerySet[Any]):
    def of_bodies(self, bodies: Any) -> "SessionQuerySet":
        return self.filter(body__in=bodies)

    def to_come(self, day: Any) -> "SessionQuerySet":
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
