"""How an address was found to take nothing: value, French label."""

from django.db import models


class Finding(models.TextChoices):
    REFUSED = "refused", "refusée à l’envoi"
    RETURNED = "returned", "revenue après l’envoi"
