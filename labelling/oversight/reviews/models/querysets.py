"""Questions to the reviews. Imported by the models, so it imports none of them."""

from datetime import date
from typing import Any

from django.db import models

from directory.recognitions.enums import RecognitionState
from labelling.oversight.reviews.enums import OPEN, Grade, ReviewOutcome, ReviewState


class ReviewQuerySet(models.QuerySet[Any]):
    def under_way(self) -> "ReviewQuerySet":
        return self.filter(state__in=OPEN)

    def undecided_of(self, recognition: Any) -> "ReviewQuerySet":
        """The one that a new review of `recognition` would double: a constraint allows one."""
        return self.under_way().filter(recognition=recognition, outcome="")

    def told(self) -> "ReviewQuerySet":
        """Those that their organisation knows of: nothing is shown before it is notified."""
        return self.filter(notified_on__isnull=False)

    def ending_suspensions(self, until: date) -> "ReviewQuerySet":
        """Closed by a suspension that ends by `until`, and whose end nobody has asked about."""
        return self.filter(
            state=ReviewState.CLOSED,
            outcome=ReviewOutcome.SUSPENDED,
            lifting_asked_on__isnull=True,
            recognition__state=RecognitionState.SUSPENDED,
            recognition__sanction=models.F("pk"),
            recognition__suspension_due_on__lte=until,
        )

    def liftings_without_object(self) -> "ReviewQuerySet":
        """Referred for a lifting, of a suspension that is over."""
        return self.filter(state=ReviewState.REFERRED, outcome=ReviewOutcome.SUSPENDED).exclude(
            recognition__state=RecognitionState.SUSPENDED
        )


class FindingQuerySet(models.QuerySet[Any]):
    def standing(self) -> "FindingQuerySet":
        """Those that were not taken off, in their order."""
        return self.filter(removed_on__isnull=True).order_by("position")

    def still_open(self) -> "FindingQuerySet":
        """Those on which the reviewer has not concluded."""
        return self.standing().filter(conclusion="")

    def late_minor(self, today: date) -> "FindingQuerySet":
        """Minor ones, open, whose correction was due before `today` and is not shown."""
        return self.still_open().filter(
            grade=Grade.MINOR,
            corrective_action__due_on__lt=today,
            corrective_action__done_on__isnull=True,
        )
