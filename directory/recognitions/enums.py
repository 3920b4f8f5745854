"""The words of a recognition: value, French label."""

from django.db import models


class RecognitionKind(models.TextChoices):
    LABEL = "label", "Label OSE"
    ACCOMPANIST = "accompanist", "Référencement d’accompagnateur"


class RecognitionState(models.TextChoices):
    SCHEDULED = "scheduled", "À venir"
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspendue"
    WITHDRAWN = "withdrawn", "Retirée"
    EXPIRED = "expired", "Expirée"
    RENOUNCED = "renounced", "Renoncée"
    RENEWED = "renewed", "Renouvelée"
