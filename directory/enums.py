"""The words of the directory: value, French label."""

from django.db import models


class MembershipRole(models.TextChoices):
    REPRESENTATIVE = "representative", "Représentant légal"
    CONTRIBUTOR = "contributor", "Contributeur"


class MembershipState(models.TextChoices):
    REQUESTED = "requested", "Demandée"
    ACTIVE = "active", "Active"
    DECLINED = "declined", "Déclinée"
    ENDED = "ended", "Terminée"


class Verification(models.TextChoices):
    """What convinced that a person represents an organisation."""

    MANDATE = "mandate", "Un mandat ou un procès-verbal"
    REGISTER = "register", "Le registre officiel"
    CALL = "call", "Un appel à l’organisation"
    PEER = "peer", "Nommé par un représentant confirmé"


# What the CRESS may be shown; the other one comes by itself.
SHOWN_TO_CRESS = (Verification.MANDATE, Verification.REGISTER, Verification.CALL)


class ClaimState(models.TextChoices):
    OPEN = "open", "Ouverte"
    ACCEPTED = "accepted", "Acceptée"
    REFUSED = "refused", "Refusée"
    WITHDRAWN = "withdrawn", "Retirée"


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


class RecognitionKind(models.TextChoices):
    LABEL = "label", "Label OSE"
    ACCOMPANIST = "accompanist", "Référencement d’accompagnateur"


class RecognitionState(models.TextChoices):
    SCHEDULED = "scheduled", "À venir"
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspendue"
    WITHDRAWN = "withdrawn", "Retirée"
    EXPIRED = "expired", "Expirée"
    RENOUNCED = "renounced", "Renoncée"
    RENEWED = "renewed", "Renouvelée"


class ValidityFilter(models.TextChoices):
    """What the public register may be narrowed to; the values are those of its URL."""

    VALID = "valide", "Valides"
    SUSPENDED = "suspendu", "Suspendus"
    SCHEDULED = "a-venir", "À venir"
    OVER = "termine", "Terminés"


class CressGroup(models.TextChoices):
    """The groups of the CRESS staff, created by migration."""

    INSTRUCTOR = "cress-instructor", "CRESS, instruction"
    MANAGER = "cress-manager", "CRESS, direction"
