"""Questions to the campaigns. Imported by the models, so it imports none of them."""

from datetime import date
from typing import Any

from django.db import models

from labelling.oversight.sampling.enums import CampaignState


class CampaignQuerySet(models.QuerySet[Any]):
    def public(self) -> "CampaignQuerySet":
        """Those that were announced, whatever became of them."""
        return self.filter(published_on__isnull=False)


class CandidateQuerySet(models.QuerySet[Any]):
    def drawn_since(self, day: date) -> "CandidateQuerySet":
        """Those that a campaign drew after `day`."""
        return self.filter(
            drawn=True, campaign__state=CampaignState.DRAWN, campaign__drawn_on__gt=day
        )
