"""Questions to the rounds of voting. Imported by the models, so it imports none of them."""

from typing import Any

from django.db import models

from committee.voting.enums import RoundResult

COUNTED = (RoundResult.ADOPTED, RoundResult.REJECTED)


class RoundQuerySet(models.QuerySet[Any]):
    def under_way(self) -> "RoundQuerySet":
        return self.filter(closed_at__isnull=True)

    def counted(self) -> "RoundQuerySet":
        """Those that were put to the vote to the end."""
        return self.filter(result__in=COUNTED)
