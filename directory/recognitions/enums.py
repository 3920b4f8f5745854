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


class Standing(models.IntegerChoices):
    """What a label is to the public register, in its order; HIDDEN for what it does not show.

    By its state alone: a label past its last day is OVER before its state says so.
    """

    HIDDEN = 0, "Hors du registre"
    VALID = 1, "Valide"
    SUSPENDED = 2, "Suspendu"
    SCHEDULED = 3, "À venir"
    OVER = 4, "Terminé"
