"""What the public register may be narrowed to."""

from django.db import models


class ValidityFilter(models.TextChoices):
    """What the public register may be narrowed to; the values are those of its URL."""

    VALID = "valide", "Valides"
    SUSPENDED = "suspendu", "Suspendus"
    SCHEDULED = "a-venir", "À venir"
    OVER = "termine", "Terminés"


class Sorting(models.TextChoices):
    """In which order the register is read, where it is not what is valid first."""

    NAME = "nom", "Nom, de A à Z"
    NAME_BACK = "-nom", "Nom, de Z à A"
    NUMBER = "numero", "Numéro, du plus ancien"
    NUMBER_BACK = "-numero", "Numéro, du plus récent"
    END = "echeance", "Échéance, la plus proche"
    END_BACK = "-echeance", "Échéance, la plus lointaine"
