"""Questions to the table of recognitions."""

from datetime import date
from typing import Any

from django.db import models

from directory.recognitions.enums import LIVE, RUNNING, RecognitionState, Standing


class RecognitionQuerySet(models.QuerySet[Any]):
    def public(self) -> "RecognitionQuerySet":
        """What the public register shows: granted labels, whatever became of them.

        A renewed one is left out, since the next stands in its place.
        """
        return self.filter(standing__gt=Standing.HIDDEN)

    def listed(self, today: date) -> "RecognitionQuerySet":
        """What the annuaire lists: accompanists whose recognition is active on `today`."""
        # Compared with a value: SQLite uses no index for a column that is a condition by itself.
        return self.filter(listed=models.Value(True), valid_until__gte=today)

    def running(self) -> "RecognitionQuerySet":
        """Live, or granted ahead: what the next grant follows."""
        return self.filter(state__in=RUNNING)

    def locked(self) -> "RecognitionQuerySet":
        """The same, their rows held until commit: whatever moves or ends them waits, or is seen."""
        return self.select_for_update(no_key=True, of=("self",))

    def lapsed(self, today: date) -> "RecognitionQuerySet":
        """Past their last day, and `tick` has not passed yet."""
        return self.filter(state__in=LIVE, valid_until__lt=today)

    def suspended_too_long(self, today: date) -> "RecognitionQuerySet":
        """Suspended past the last day of it, and `tick` has not passed yet."""
        return self.filter(state=RecognitionState.SUSPENDED, suspension_due_on__lt=today)

    def due_to_start(self, today: date) -> "RecognitionQuerySet":
        return self.filter(state=RecognitionState.SCHEDULED, valid_from__lte=today)
