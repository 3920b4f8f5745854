"""Questions to what a referencing is made of. Imported by the models, so it imports none."""

from typing import Any

from django.db import models


class EntryQuerySet(models.QuerySet[Any]):
    def listed(self) -> "EntryQuerySet":
        """Those that were not taken off."""
        return self.filter(removed_at=None)
