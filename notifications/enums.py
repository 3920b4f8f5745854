"""The words of notifications: value, French label."""

from django.db import models


class Category(models.TextChoices):
    """What a person may, or may not, stop receiving by e-mail."""

    REQUESTS = "requests", "Ce qui vous est demandé, et les rappels d’échéance"
    DECISIONS = "decisions", "Les décisions sur vos dossiers et vos labels"
    SESSIONS = "sessions", "Les convocations du comité"
    RECEIPTS = "receipts", "Les accusés de réception de ce que vous signez, déposez ou contestez"
    PROGRESS = "progress", "L’avancement de vos dossiers"
    MESSAGES = "messages", "Les messages sur un dossier"
    ACCESS = "access", "Les accès à vos organisations"


# A right may hang on them: a deadline, an appeal, a convocation, the proof of a filing.
MANDATORY = (Category.REQUESTS, Category.DECISIONS, Category.SESSIONS, Category.RECEIPTS)


class Channel(models.TextChoices):
    EMAIL = "email", "e-mail"


class DeliveryStatus(models.TextChoices):
    SENDING = "sending", "en cours d’envoi"
    SENT = "sent", "envoyé"
    SKIPPED = "skipped", "sans objet"
    FAILED = "failed", "à réessayer"


class ReminderKind(models.TextChoices):
    DUE_SOON = "due_soon", "échéance proche"
    OVERDUE = "overdue", "échéance passée"
