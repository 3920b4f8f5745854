"""Questions to the table of claims."""

from typing import Any

from django.db import models

from directory.memberships.models import Membership
from directory.representation.enums import ClaimState


class ClaimQuerySet(models.QuerySet[Any]):
    def pending(self) -> "ClaimQuerySet":
        """Those that nobody answered yet."""
        return self.filter(state=ClaimState.OPEN)

    def pending_for(self, user: Any) -> "ClaimQuerySet":
        """Those that `user`, of the CRESS, may read: none of their own, nor of where they act."""
        theirs = Membership.objects.active().filter(user=user).values("organisation")
        return self.pending().exclude(user=user).exclude(organisation__in=theirs)
