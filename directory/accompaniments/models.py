"""Who accompanied whom: whoever belongs to the first decides nothing of the second for a time."""

from django.db import models
from django.db.models import F, Q

from directory.accompaniments.querysets import AccompanimentQuerySet
from directory.organisations.models import Organisation
from workflows.history import Audited
from workflows.models import Case


class Accompaniment(Audited):
    """A mission of `accompanist` for `client`, as one of them declared it in `case`.

    It binds through `binds_until`, or without end while `ended_on` is unknown. That day is kept: a
    delay that has begun is a date, and another setting moves no right already open.
    """

    accompanist = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="accompaniments_given"
    )
    client = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="accompaniments"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="accompaniments")
    started_on = models.DateField("commencé le", null=True, blank=True)
    ended_on = models.DateField("terminé le", null=True, blank=True)
    binds_until = models.DateField("déport jusqu’au", null=True, blank=True)
    removed_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = AccompanimentQuerySet.as_manager()

    class Meta:
        verbose_name = "accompagnement"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["client", "accompanist", "binds_until"],
                condition=Q(removed_at=None),
                name="accompaniment_of_client",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(accompanist=F("client")), name="accompaniment_of_another"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, binds_until=None)
                | Q(ended_on__isnull=False, binds_until__gte=F("ended_on")),
                name="accompaniment_binds_after_its_end",
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(ended_on=None) | Q(started_on__lte=F("ended_on")),
                name="accompaniment_dates_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.accompanist}, auprès de {self.client}"
