"""The states of a framework: value, French label. Values are contracts."""

from django.db import models


class FrameworkState(models.TextChoices):
    CANDIDATE = "candidate", "Candidat"
    RECOGNISED = "recognised", "Reconnu"
    WITHDRAWN = "withdrawn", "Retiré"
