"""The words of a recognition: value, French label; and its states in groups."""

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


S = RecognitionState
LIVE = (S.ACTIVE, S.SUSPENDED)
RUNNING = (S.SCHEDULED, *LIVE)
GIVEN_UP = (S.WITHDRAWN, S.RENOUNCED)
# A renewed label is hidden, since the next stands in its place.
STANDINGS = {
    S.ACTIVE: Standing.VALID,
    S.SUSPENDED: Standing.SUSPENDED,
    S.SCHEDULED: Standing.SCHEDULED,
    S.WITHDRAWN: Standing.OVER,
    S.EXPIRED: Standing.OVER,
    S.RENOUNCED: Standing.OVER,
}
