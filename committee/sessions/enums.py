"""The words of the sessions: value, French label. Values are contracts."""

from django.db import models


class SessionState(models.TextChoices):
    PLANNED = "planned", "Planifiée"
    CONVENED = "convened", "Convoquée"
    OPEN = "open", "Ouverte"
    CLOSED = "closed", "Close"
    MINUTED = "minuted", "Procès-verbal établi"
    CANCELLED = "cancelled", "Annulée"


class AgendaItemState(models.TextChoices):
    QUEUED = "queued", "À venir"
    OPEN = "open", "Ouvert"
    DECIDED = "decided", "Décidé"
    DEFERRED = "deferred", "Reporté"
    REMOVED = "removed", "Retiré"
