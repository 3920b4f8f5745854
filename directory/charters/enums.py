"""The words of the charters: value, French label."""

from django.db import models


class CharterKind(models.TextChoices):
    STRUCTURES = "structures", "Charte d’engagement des structures"
    ACCOMPANISTS = "accompanists", "Charte des accompagnateurs"


class CharterVersionState(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    PROPOSED = "proposed", "Proposée"
    IN_FORCE = "in_force", "En vigueur"
    SUPERSEDED = "superseded", "Remplacée"


class PrincipleKey(models.TextChoices):
    """The six principles of the OSE charter, in its order."""

    QUESTIONING = "questioning", "Questionnement sur nos pratiques"
    STAKEHOLDERS = "stakeholders", "État des parties prenantes"
    PRACTICES = "practices", "Pratiques existantes"
    ACTION_PLAN = "action_plan", "Plan d’actions"
    PRESENTATION = "presentation", "Présentation en assemblée générale"
    ACCESSIBILITY = "accessibility", "Accessibilité de la démarche"
