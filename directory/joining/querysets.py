"""Questions to the table of invitations."""

from datetime import datetime
from typing import Any

from django.db import models


class InvitationQuerySet(models.QuerySet[Any]):
    def unanswered(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn, whether or not they still hold."""
        return self.filter(accepted_by__isnull=True, withdrawn_at__isnull=True)

    def pending(self, at: datetime) -> "InvitationQuerySet":
        """Not accepted yet, and still valid at `at`."""
        return self.unanswered().filter(expires_at__gte=at)
