"""The words of the annuaire: value, French label."""

from django.db import models


class Domain(models.TextChoices):
    """The six domains of the diagnostic, that specific actions are about."""

    GOVERNANCE = "governance", "Gouvernance"
    CONSULTATION = "consultation", "Concertation"
    ETHICS = "ethics", "Éthique et déontologie"
    TERRITORY = "territory", "Ancrage territorial et parties prenantes"
    SOCIAL = "social", "Social et diversité"
    ENVIRONMENT = "environment", "Environnement"
