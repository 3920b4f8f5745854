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


class CommitmentKey(models.TextChoices):
    """The four groups of commitments of the accompanists' charter, in its order."""

    BELONGING = "belonging", "Relever de l’économie sociale et solidaire"
    EXPERIENCE = "experience", "Expérience et références"
    CLIENTS = "clients", "Intérêts des clients et des bénéficiaires"
    LOYALTY = "loyalty", "Loyauté des pratiques"


# What each charter is made of: a version has one text for each.
PARTS: dict[CharterKind, type[models.TextChoices]] = {
    CharterKind.STRUCTURES: PrincipleKey,
    CharterKind.ACCOMPANISTS: CommitmentKey,
}
PART_CHOICES = [choice for keys in PARTS.values() for choice in keys.choices]
