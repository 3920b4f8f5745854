"""A conformity file asked for, made by a task, and kept a while to be downloaded."""

from django.db import models
from django.db.models import Q, Value
from django.urls import reverse

from directory.people.models import User
from workflows.background.progress import Progress


class ConformityFile(Progress, models.Model):
    """Who asked for it, and the ZIP once it is whole; `failed_at` when it could not be made.

    How far it is stands in the cache: the file is read in one snapshot, which writes nothing.
    """

    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("demandé le")
    file = models.FileField("fichier", upload_to="conformite/", blank=True)
    size = models.PositiveBigIntegerField("taille, en octets", default=0)
    ready_at = models.DateTimeField("prêt le", null=True, blank=True)
    failed_at = models.DateTimeField("échoué le", null=True, blank=True)

    class Meta:
        verbose_name = "dossier de conformité"
        verbose_name_plural = "dossiers de conformité"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ready_at=None) | (Q(failed_at=None, size__gt=0) & ~Q(file="")),
                name="conformity_file_ready_is_whole",
            ),
            # Of the rows under way there is one: they all give the same value.
            models.UniqueConstraint(
                Value(1),
                condition=Q(ready_at=None, failed_at=None),
                name="one_conformity_file_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"dossier de conformité {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("conformity:file", args=[self.pk])

    @property
    def under_way(self) -> bool:
        return self.ready_at is None and self.failed_at is None
