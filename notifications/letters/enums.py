"""The words of deliveries: value, French label."""

from django.db import models


class Channel(models.TextChoices):
    EMAIL = "email", "e-mail"


class DeliveryStatus(models.TextChoices):
    SENDING = "sending", "en cours d’envoi"
    SENT = "sent", "envoyé"
    SKIPPED = "skipped", "sans objet"
    FAILED = "failed", "à réessayer"
