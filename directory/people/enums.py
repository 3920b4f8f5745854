"""The groups of the CRESS: value, French label."""

from django.db import models


class CressGroup(models.TextChoices):
    """The groups of the CRESS staff, created by migration."""

    INSTRUCTOR = "cress-instructor", "CRESS, instruction"
    MANAGER = "cress-manager", "CRESS, direction"
