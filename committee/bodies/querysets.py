"""Questions to the mandates. Imported by the models, so it imports none of them."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q


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

    def on(self, day: Any) -> "MandateQuerySet":
        """Those in force on `day`: a date, or an expression."""
        return self.filter(in_force_on(day))

    def sitting(self, session: Any) -> "MandateQuerySet":
        """Those who sit at `session`: mandates of its body in force on its day."""
        return self.filter(college__body_id=session.body_id).on(session.held_on)
