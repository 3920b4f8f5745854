"""Questions to the frameworks. Imported by the models, so it imports none of them."""

from datetime import date
from typing import Any

from django.db import models

from labelling.frameworks.enums import FrameworkState


class FrameworkQuerySet(models.QuerySet[Any]):
    def recognised(self) -> "FrameworkQuerySet":
        """Those that a dossier may choose to follow."""
        return self.filter(state=FrameworkState.RECOGNISED)

    def public(self) -> "FrameworkQuerySet":
        """Those that are, or have been, recognised: a candidate is nobody's business yet."""
        return self.filter(recognised_on__isnull=False)

    def to_review(self, until: date) -> "FrameworkQuerySet":
        """Those to be examined again by `until`, and of which nobody asked for it yet."""
        return self.recognised().filter(review_on__lte=until, review_asked_on__isnull=True)
