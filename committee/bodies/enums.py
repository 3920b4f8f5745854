"""The words of the bodies: value, French label. Values are contracts."""

from django.db import models


class MandateRole(models.TextChoices):
    MEMBER = "member", "Membre"
    CHAIR = "chair", "Présidence"
