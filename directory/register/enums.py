"""What the public register may be narrowed to."""

from django.db import models


class ValidityFilter(models.TextChoices):
    """What the public register may be narrowed to; the values are those of its URL."""

    VALID = "valide", "Valides"
    SUSPENDED = "suspendu", "Suspendus"
    SCHEDULED = "a-venir", "À venir"
    OVER = "termine", "Terminés"
