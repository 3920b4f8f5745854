"""The six domains of the diagnostic: what an accompanist works on, what the annuaire searches."""

from django.db import models


class Domain(models.TextChoices):
    """Value, French label. Values are contracts."""

    GOVERNANCE = "governance", "Gouvernance"
    CONSULTATION = "consultation", "Concertation"
    ETHICS = "ethics", "Éthique et déontologie"
    TERRITORY = "territory", "Ancrage territorial et parties prenantes"
    SOCIAL = "social", "Social et diversité"
    ENVIRONMENT = "environment", "Environnement"
