"""Questions to the revisions. Imported by the models, so it imports none of them."""

from datetime import date
from typing import Any

from django.db import models

from labelling.revisions.enums import RevisionState as S

# What anybody may read: what is only in preparation, or was given up, is nobody else's business.
PUBLIC = (
    S.CONSULTATION,
    S.SETTLED,
    S.PROPOSED,
    S.ADOPTED,
    S.IN_FORCE,
    S.COMPLETED,
    S.REJECTED,
)


class RevisionQuerySet(models.QuerySet[Any]):
    def public(self) -> "RevisionQuerySet":
        return self.filter(state__in=PUBLIC)

    def to_enact(self, today: date) -> "RevisionQuerySet":
        """Adopted, and the day has come."""
        return self.filter(state=S.ADOPTED, in_force_on__lte=today)

    def to_complete(self, today: date) -> "RevisionQuerySet":
        """Whose transition is over, or that asks for none."""
        over = models.Q(transition_until=None) | models.Q(transition_until__lt=today)
        return self.filter(over, state=S.IN_FORCE)
