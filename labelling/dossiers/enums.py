"""The words of a dossier: value, French label. Values are contracts."""

from django.db import models


class Approach(models.TextChoices):
    ESS_PRATIQUES = "ess_pratiques", "ESS Pratiques"
    FRAMEWORK = "framework", "Un référentiel reconnu"
