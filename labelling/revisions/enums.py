"""The words of a charter's revision: value, French label. Values are contracts."""

from django.db import models


class RevisionState(models.TextChoices):
    DRAFT = "draft", "En préparation"
    CONSULTATION = "consultation", "En consultation"
    SETTLED = "settled", "Consultation close"
    PROPOSED = "proposed", "Soumise au comité"
    ADOPTED = "adopted", "Adoptée"
    IN_FORCE = "in_force", "En transition"
    COMPLETED = "completed", "Achevée"
    REJECTED = "rejected", "Rejetée"
    ABANDONED = "abandoned", "Abandonnée"


class Position(models.TextChoices):
    """What somebody consulted answers."""

    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Favorable, avec des réserves"
    UNFAVOURABLE = "unfavourable", "Défavorable"
