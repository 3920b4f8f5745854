"""What an instructor finds: value, French label. Values are contracts."""

from django.db import models


class Finding(models.TextChoices):
    """What the instructor finds of a principle. No score, no pass mark: the Guide is not a test."""

    ESTABLISHED = "established", "Établi"
    TO_CLARIFY = "to_clarify", "À préciser"
    NOT_ESTABLISHED = "not_established", "Non établi"
