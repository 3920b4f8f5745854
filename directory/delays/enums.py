"""In what a delay is counted, and under which heading it is read: value, French label."""

from django.db import models


class Unit(models.TextChoices):
    """Two months stay two months, whatever their days; working days are those of France."""

    DAY = "day", "jours"
    WORKING_DAY = "working_day", "jours ouvrés"
    MONTH = "month", "mois"
    YEAR = "year", "ans"


class Subject(models.TextChoices):
    """The headings of the page of delays, in its order."""

    FILING = "filing", "Dépôt et instruction"
    RECOURSE = "recourse", "Contradictoire, suspension et recours"
    LABEL = "label", "Durée et renouvellement"
    PROGRESS = "progress", "Échange de progrès"
    COMMITTEE = "committee", "Comité et charte"
    OVERSIGHT = "oversight", "Contrôles et réclamations"
    IMPARTIALITY = "impartiality", "Impartialité et oubli"
