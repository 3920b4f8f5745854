"""The states of a progress exchange: value, French label. Values are contracts."""

from django.db import models


class ExchangeState(models.TextChoices):
    ASKED = "asked", "À envoyer"
    LATE = "late", "En retard"
    SENT = "sent", "À lire"
    ANSWERED = "answered", "Lu par la CRESS"
    LIFTED = "lifted", "Sans objet"
