"""The words of an application and of its instruction: value, French label. Values are contracts."""

from django.db import models


class ApplicationState(models.TextChoices):
    """Where an application may stand. Each kind says in `STATES` which of them are its own."""

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


class Finding(models.TextChoices):
    """What the instructor finds of a criterion. No score, no pass mark: the Guide is not a test."""

    ESTABLISHED = "established", "Établi"
    TO_CLARIFY = "to_clarify", "À préciser"
    NOT_ESTABLISHED = "not_established", "Non établi"
