"""Questions to the table of claims."""

from typing import Any

from django.db import models

from directory.memberships.enums import MembershipState
from directory.representation.enums import ClaimState


class ClaimQuerySet(models.QuerySet[Any]):
    def pending(self) -> "ClaimQuerySet":
        """Those that nobody answered yet."""
        return self.filter(state=ClaimState.OPEN)

    def pending_for(self, user: Any) -> "ClaimQuerySet":
        """Those that `user`, of the CRESS, may read: none of their own, nor of where they act."""
        organisations = self.model._meta.get_field("organisation").related_model.objects
        theirs = organisations.filter(
            memberships__user=user, memberships__state=MembershipState.ACTIVE
        )
        return self.pending().exclude(user=user).exclude(organisation__in=theirs.values("pk"))
