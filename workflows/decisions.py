"""The three things a deliberating body can say of a case; each case maps them to transitions."""

from django.db import models


class DecisionOutcome(models.TextChoices):
    FAVOURABLE = "favourable", "Validé"
    ADJOURNED = "adjourned", "Ajourné"
    UNFAVOURABLE = "unfavourable", "Refusé"
