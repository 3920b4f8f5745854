"""What the direction decided of the delays of the scheme, each from a day on."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from directory.delays.catalogue import CATALOGUE, KNOWN
from directory.delays.enums import Unit
from directory.delays.lengths import Length
from workflows.history import Audited


def _within_bounds() -> Q:
    """What no row may say, whoever writes it: a length beyond the bound of a text."""
    inside = Q()
    for known in CATALOGUE:
        if known.bound:
            units = [unit.value for unit in known.units]
            allowed = Q(unit__in=units, number__gte=known.least, number__lte=known.most)
            inside &= ~Q(key=known.key) | allowed
    return inside


class DelayChange(Audited):
    """From `holds_from` on, the delay `key` lasts so long; until another holds.

    It is not edited: another comes after it, and one that does not hold yet may be undone.
    `revision` counts what was done to all delays, so that the last act is known by it.
    """

    ACTIONS: ClassVar = {"decide": "Délai modifié", "undo": "Modification annulée"}
    KEPT: ClassVar[tuple[str, ...]] = ("key",)

    key = models.CharField("délai", max_length=40)
    number = models.PositiveSmallIntegerField("durée")
    unit = models.CharField("unité", max_length=12, choices=Unit.choices)
    holds_from = models.DateField("à partir du")
    decided_on = models.DateField("décidé le")
    undone_on = models.DateField("annulé le", null=True, blank=True)
    revision = models.PositiveIntegerField("révision", unique=True)

    class Meta:
        verbose_name = "délai modifié"
        verbose_name_plural = "délais modifiés"
        ordering = ["-revision"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="delay_lasts"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="delay_unit_known"),
            models.CheckConstraint(condition=_within_bounds(), name="delay_within_bounds"),
            models.CheckConstraint(
                condition=Q(holds_from__gte=F("decided_on")), name="delay_not_in_the_past"
            ),
            models.CheckConstraint(
                condition=Q(undone_on=None)
                | Q(undone_on__gte=F("decided_on"), undone_on__lt=F("holds_from")),
                name="delay_undone_before_it_holds",
            ),
        ]
        indexes = [models.Index(fields=["key", "-revision"], name="delay_by_key")]

    def __str__(self) -> str:
        known = KNOWN.get(self.key)
        return f"{known.label if known else self.key}, {self.length}"

    def get_absolute_url(self) -> str:
        return reverse("directory:delay", args=[self.key])

    @property
    def length(self) -> Length:
        return Length(self.number, Unit(self.unit))
