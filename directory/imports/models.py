"""The case that labels granted before this site come from, and the file on its way to be one."""

from itertools import groupby
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from directory.people.models import User
from workflows.background.progress import Progress
from workflows.history import Audited
from workflows.models import Case
from workflows.models.correspondence import StoredFile


class LabelImport(Audited, Case):
    """One file of labels taken up, whole. Closed as it opens: nothing follows from it.

    `sha256` is the digest of the file. `skipped` are the numbers up to the highest taken up that
    nobody bears: the series goes on after it, and the proof of the numbers knows of them.
    """

    ACTIONS: ClassVar = {"create": "Import"}
    ERASABLE: ClassVar[tuple[str, ...]] = ("file_name",)
    KEPT: ClassVar[tuple[str, ...]] = ("sha256",)

    file_name = models.CharField("fichier", max_length=200)
    sha256 = models.CharField("empreinte SHA-256 du fichier", max_length=64)
    skipped = models.JSONField("numéros que personne ne porte", default=list)

    class Meta:
        verbose_name = "import de labels"

    def get_absolute_url(self) -> str:
        return reverse("directory:label_import", args=[self.pk])

    @property
    def skipped_told(self) -> list[str]:
        """« OSE-2025-0004 », « OSE-2025-0006 à OSE-2025-0900 »: those in a row are told at once."""
        told: list[str] = []
        for _, row in groupby(enumerate(self.skipped), key=_apart):
            numbers = [number for _, number in row]
            told += numbers if len(numbers) < 3 else [f"{numbers[0]} à {numbers[-1]}"]
        return told


def _apart(placed: tuple[int, str]) -> tuple[str, int]:
    """The same for numbers of one series that follow each other."""
    place, number = placed
    series, _, rank = number.rpartition("-")
    return series, int(rank) - place


class ImportFile(StoredFile):
    """A file of labels, as it was sent. It goes with the preparation that it is read for."""

    class Meta(StoredFile.Meta):
        verbose_name = "fichier de labels"


class ImportDraft(Progress, models.Model):
    """A file that somebody of the direction prepares to take up, and what became of it.

    `places` says which column is where (`directory.imports.columns`). `confirmed_at` while the
    worker takes it up, and from then on; `failed_at` when it last could not. The file is there
    until its labels are (`taken_up`). How far the worker is stands in the cache: what it writes
    cannot be seen before it is whole.
    """

    file = models.OneToOneField(
        ImportFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="draft"
    )
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("envoyé le")
    places = models.JSONField("place de chaque colonne", default=dict)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    failed_at = models.DateTimeField("échoué le", null=True, blank=True)
    taken_up = models.OneToOneField(
        LabelImport, on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )

    class Meta:
        verbose_name = "import préparé"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="import_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(taken_up=None)
                | Q(confirmed_at__isnull=False, failed_at=None, file=None),
                name="import_taken_up_was_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return self.file.name if self.file else f"import {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("directory:import", args=[self.pk])

    @property
    def under_way(self) -> bool:
        return self.confirmed_at is not None and self.taken_up_id is None


class KnownHeadings(models.Model):
    """Where the columns were, the last time that a file had these headings, in this order.

    `key` is the digest of the headings (`directory.imports.remembering`).
    """

    key = models.CharField(max_length=64, primary_key=True)
    places = models.JSONField("place de chaque colonne")

    class Meta:
        verbose_name = "titres connus"
        verbose_name_plural = "titres connus"

    def __str__(self) -> str:
        return self.key[:12]
