"""The states of a claim: value, French label."""

from django.db import models


class ClaimState(models.TextChoices):
    OPEN = "open", "Ouverte"
    ACCEPTED = "accepted", "Acceptée"
    REFUSED = "refused", "Refusée"
    WITHDRAWN = "withdrawn", "Retirée"
