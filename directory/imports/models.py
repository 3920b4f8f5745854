"""The case that labels granted before this site come from: the file that brought them."""

from typing import ClassVar

from django.db import models

from workflows.history import Audited
from workflows.models import Case


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
