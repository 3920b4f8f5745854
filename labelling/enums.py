"""The words of labelling: value, French label. Values are contracts."""

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


class FrameworkState(models.TextChoices):
    CANDIDATE = "candidate", "Candidat"
    RECOGNISED = "recognised", "Reconnu"
    WITHDRAWN = "withdrawn", "Retiré"


class Approach(models.TextChoices):
    ESS_PRATIQUES = "ess_pratiques", "ESS Pratiques"
    FRAMEWORK = "framework", "Un référentiel reconnu"


class Finding(models.TextChoices):
    """What the instructor finds of a principle. No score, no pass mark: the Guide is not a test."""

    ESTABLISHED = "established", "Établi"
    TO_CLARIFY = "to_clarify", "À préciser"
    NOT_ESTABLISHED = "not_established", "Non établi"


class InternalBody(models.TextChoices):
    """The internal stakeholders whom the charter wants told (principle 5)."""

    BOARD = "board", "Conseil d’administration"
    STAFF = "staff", "Salariés"
    WORKS_COUNCIL = "works_council", "Comité social et économique (CSE)"
