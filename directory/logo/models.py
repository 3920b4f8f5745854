"""The official logo that the CRESS sent, in place of our rosace; and those before it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from workflows.history import Audited
from workflows.models.correspondence import StoredFile


class LogoFile(StoredFile):
    """The pixels of a logo, as `directory.logo.picture` drew them again."""

    class Meta(StoredFile.Meta):
        verbose_name = "image du logo"


class OfficialLogo(Audited):
    """The time during which a logo stands for the label, from `since` to `until` (null: today).

    At most one does. It is not edited: a new one comes after it.
    """

    ACTIONS: ClassVar = {"adopt": "Logo adopté", "retire": "Logo retiré"}

    file = models.OneToOneField(LogoFile, on_delete=models.PROTECT, related_name="logo")
    in_use = models.BooleanField("en usage", default=True)
    since = models.DateTimeField("depuis")
    until = models.DateTimeField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "logo officiel"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["in_use"], condition=Q(in_use=True), name="one_official_logo"
            ),
            models.CheckConstraint(
                condition=Q(in_use=True, until__isnull=True)
                | Q(in_use=False, until__gte=F("since")),
                name="official_logo_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"logo {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("directory:logo")
