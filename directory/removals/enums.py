"""The states of the removal of a logo: value, French label. Values are contracts."""

from django.db import models


class RemovalState(models.TextChoices):
    ASKED = "asked", "À retirer"
    LATE = "late", "En retard"
    TO_CONFIRM = "to_confirm", "À vérifier"
    CONFIRMED = "confirmed", "Retiré"
    LIFTED = "lifted", "Sans objet"
