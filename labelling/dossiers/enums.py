"""The words of a dossier: value, French label. Values are contracts."""

from django.db import models


class DossierState(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    COMMITTED = "committed", "Engagé"
    PRESENTED = "presented", "Présenté en AG"
    SUBMITTED = "submitted", "Déposé"
    UNDER_INSTRUCTION = "under_instruction", "En instruction"
    TO_COMPLETE = "to_complete", "À compléter"
    ADMISSIBLE = "admissible", "Recevable"
    IN_DELIBERATION = "in_deliberation", "En délibération"
    VALIDATED = "validated", "Validé"
    REFUSED = "refused", "Refusé"
    APPEALED = "appealed", "En recours"
    WITHDRAWN = "withdrawn", "Abandonné"
    CLOSED = "closed", "Classé sans suite"


class Approach(models.TextChoices):
    ESS_PRATIQUES = "ess_pratiques", "ESS Pratiques"
    FRAMEWORK = "framework", "Un référentiel reconnu"
