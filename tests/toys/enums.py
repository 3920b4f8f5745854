from django.db import models


class RepairState(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    ASKED = "asked", "Demandée"
    UNDER_WAY = "under_way", "En cours"
    WAITING = "waiting", "En attente d’une pièce"
    MENDED = "mended", "Réparée"
    REFUSED = "refused", "Refusée"
    DROPPED = "dropped", "Abandonnée"
