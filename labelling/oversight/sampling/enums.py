"""The words of a campaign of reviews: value, French label. Values are contracts."""

from django.db import models


class CampaignState(models.TextChoices):
    DRAFT = "draft", "En préparation"
    PUBLISHED = "published", "Annoncée"
    DRAWN = "drawn", "Tirée"
    CANCELLED = "cancelled", "Abandonnée"


class Risk(models.TextChoices):
    """What gives a recognition more tickets: facts that its public page tells."""

    FIRST = "first", "premier label ou premier référencement de l’organisation"
    AGED = "aged", "plus de la moitié de sa durée passée"
    SUSPENDED = "suspended", "déjà suspendue"


# How many tickets each adds to the one that every recognition holds.
TICKETS = {Risk.FIRST: 1, Risk.AGED: 1, Risk.SUSPENDED: 2}
