"""Questions to the accompaniments. Imported by the model, so it imports none."""

from typing import Any

from django.db import models
from django.db.models import Q


class AccompanimentQuerySet(models.QuerySet[Any]):
    def declared(self) -> "AccompanimentQuerySet":
        """Those that were not taken back."""
        return self.filter(removed_at=None)

    def binding(self, day: Any) -> "AccompanimentQuerySet":
        """Those that keep people from deciding, on `day`: under way, or ended not long ago."""
        return self.declared().filter(Q(binds_until=None) | Q(binds_until__gte=day))
