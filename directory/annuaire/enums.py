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


class Scope(models.TextChoices):
    """How far an accompaniment goes; the values are those of the address of the list."""

    WHOLE = "demarche", "Toute la démarche"
    ACTIONS = "actions", "Des actions précises"


class Offer(models.TextChoices):
    ACCOMPANIMENT = "accompagnement", "Accompagnement"
    TRAINING = "formation", "Formation"


class Distance(models.TextChoices):
    """Whether it may be done without meeting."""

    YES = "oui", "À distance aussi"
