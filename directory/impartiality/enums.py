"""The words of the register of impartiality: value, French label."""

from django.db import models


class Place(models.TextChoices):
    """What place whoever has the link holds in the scheme."""

    CRESS = "cress", "La CRESS ou son équipe"
    FOUNDER = "founder", "Fondateur de la SCIC qui porte ESS Pratiques"
    COMMITTEE = "committee", "Le comité scientifique et éthique"
    MONITOR = "monitor", "Le contrôle indépendant"


class Nature(models.TextChoices):
    """What the link is made of."""

    OFFICE = "office", "Mandat ou fonction dirigeante"
    WORK = "work", "Emploi, présent ou récent"
    SERVICE = "service", "Prestation ou conseil"
    CAPITAL = "capital", "Capital, prêt ou subvention"
    FAMILY = "family", "Lien familial ou personnel"
    OTHER = "other", "Autre lien"


class Measure(models.TextChoices):
    """What is done about it. Only a recusal keeps people from deciding."""

    RECUSAL = "recusal", "Déport\u00a0: ni vote, ni instruction, ni contrôle"
    DISCLOSURE = "disclosure", "Transparence\u00a0: le lien est connu de tous ceux qui décident"
