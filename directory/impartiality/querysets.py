"""Questions to the register of impartiality. Imported by the model, so it imports none."""

from typing import Any

from django.db import models

from directory.impartiality.enums import Measure


class InterestQuerySet(models.QuerySet[Any]):
    def standing(self) -> "InterestQuerySet":
        """Those that were not closed."""
        return self.filter(ended_on=None)

    def binding(self) -> "InterestQuerySet":
        """Those that keep people from deciding of the organisation they are about."""
        return self.standing().filter(measure=Measure.RECUSAL)

    def to_review(self, day: Any) -> "InterestQuerySet":
        """Those that are to be examined again on `day`, or were before."""
        return self.standing().filter(review_on__lte=day)
