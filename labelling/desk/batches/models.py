"""One act asked for on several cases: what becomes of each, kept as it goes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from workflows.models import Case


class ItemStatus(models.TextChoices):
    WAITING = "waiting", "En attente"
    DONE = "done", "Fait"
    REFUSED = "refused", "Refusé"
    FAILED = "failed", "Interrompu"


class Batch(models.Model):
    """What `person` confirmed, once for each `token`: that of the preview that was confirmed."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="batches"
    )
    token = models.UUIDField(unique=True, editable=False)
    act = models.CharField("action", max_length=20)
    choice = models.CharField("choix", max_length=40, blank=True)
    text = models.TextField("message", blank=True)
    asked_at = models.DateTimeField("demandé le")
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)

    class Meta:
        verbose_name = "action groupée"
        verbose_name_plural = "actions groupées"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("asked_at")),
                name="batch_finished_after_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"action groupée {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("desk:batch", args=[self.pk])


class BatchItem(models.Model):
    """One case of a batch. `seen` is the head of its history as the preview showed it; `words` say
    what was done, or why it was not."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    seen = models.CharField(max_length=64)
    status = models.CharField(
        "état", max_length=10, choices=ItemStatus.choices, default=ItemStatus.WAITING
    )
    words = models.TextField("compte rendu", blank=True)

    class Meta:
        verbose_name = "affaire d’une action groupée"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "case"], name="one_batch_item"),
            models.CheckConstraint(
                condition=Q(status__in=ItemStatus.values), name="batch_item_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status=ItemStatus.WAITING, words="")
                | (~Q(status=ItemStatus.WAITING) & ~Q(words="")),
                name="batch_item_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch}, {self.case}"

    @property
    def url(self) -> str:
        """The page of its case, an application. No query."""
        return reverse(f"{self.case.child_model.pages}:detail", args=[self.case_id])
