"""The file that everything hangs on, and the numbers it bears."""

from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F

from workflows.compiled_sql import Given, Question


class Case(models.Model):
    """A file opened for someone, instructed and decided. Its lifecycle is on the child model.

    Messages, attachments, agenda items and tasks hold a foreign key to this table, so they work
    for every kind of case. `reference` is null until the case is submitted and gets its number.
    """

    # Of its child, which is audited; a title may name whom the case is about.
    ERASABLE: ClassVar[tuple[str, ...]] = ("title",)
    KEPT: ClassVar[tuple[str, ...]] = ("reference", "kind")

    reference = models.CharField("numéro", max_length=30, unique=True, null=True, blank=True)
    kind = models.CharField("nature", max_length=60, editable=False)
    title = models.CharField("intitulé", max_length=200)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne en charge",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_cases",
    )
    opened_at = models.DateTimeField("ouvert le")
    closed_at = models.DateTimeField("clos le", null=True, blank=True)

    class Meta:
        verbose_name = "affaire"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True)
                | models.Q(closed_at__gte=F("opened_at")),
                name="case_closed_after_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference or 'sans numéro'}, {self.title}"

    @property
    def child_model(self) -> Any:
        """The model of the child, from `kind`: its label, written when the case is created."""
        return apps.get_model(self.kind)

    @property
    def subject(self) -> Any:
        """The child of this case (a dossier, an application…); one query unless it is the child."""
        if self._meta.label_lower == self.kind:
            return self
        child = _child.first(self.kind, pk=self.pk)
        if child is None:
            raise self.child_model.DoesNotExist(f"{self.kind} {self.pk} is gone")
        return child


@Question
def _child(kind: str) -> "models.QuerySet[Any]":
    model: Any = apps.get_model(kind)
    found: models.QuerySet[Any] = model._default_manager.filter(pk=Given("pk"))
    return found


class Counter(models.Model):
    """The last number given in a series (`D-2026`). The row lock is what makes it gapless."""

    series = models.CharField(max_length=30, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "compteur"

    def __str__(self) -> str:
        return f"{self.series}\u00a0: {self.last}"
