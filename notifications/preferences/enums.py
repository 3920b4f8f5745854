"""What a person may, or may not, stop receiving by e-mail, and how they said so."""

from django.db import models

from workflows.outbox.notices import Category

# A right may hang on them: a deadline, an appeal, a convocation, the proof of a filing.
MANDATORY = (Category.REQUESTS, Category.DECISIONS, Category.SESSIONS, Category.RECEIPTS)


class Pace(models.TextChoices):
    AT_ONCE = "at_once", "tout de suite"
    WEEKLY = "weekly", "le lundi, en un seul e-mail"
    NEVER = "never", "jamais"


class Way(models.TextChoices):
    PAGE = "page", "sur le site"
    LETTER = "letter", "par le lien d’un e-mail"


def optional_categories() -> list[Category]:
    return [category for category in Category if category not in MANDATORY]
