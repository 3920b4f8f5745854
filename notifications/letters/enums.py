"""The words of deliveries: value, French label."""

from django.db import models


class Channel(models.TextChoices):
    EMAIL = "email", "e-mail"


class DeliveryStatus(models.TextChoices):
    TO_SEND = "to_send", "à envoyer"
    SENDING = "sending", "en cours d’envoi"
    SENT = "sent", "envoyé"
    DELAYED = "delayed", "retardé"
    HELD = "held", "en attente d’une adresse"
    REFUSED = "refused", "refusé par le destinataire"
    UNCERTAIN = "uncertain", "incertain"
    BROKEN = "broken", "impossible à écrire"
    GIVEN_UP = "given_up", "abandonné"
    GATHERED = "gathered", "pour le résumé du lundi"
    SKIPPED = "skipped", "sans objet"


WAITING = (DeliveryStatus.TO_SEND, DeliveryStatus.DELAYED)
# Somebody of the CRESS has to look at them.
TROUBLED = (
    DeliveryStatus.REFUSED,
    DeliveryStatus.UNCERTAIN,
    DeliveryStatus.BROKEN,
    DeliveryStatus.GIVEN_UP,
)


class LetterActKind(models.TextChoices):
    RESEND = "resend", "renvoyé"
    CLOSE = "close", "clos"
