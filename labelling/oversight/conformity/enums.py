"""The words of the conformity file: value, French label."""

from django.db import models


class Status(models.TextChoices):
    """What the facts kept here show of a condition; it is no judgement of law."""

    SHOWN = "shown", "Évidencé"
    PARTLY = "partly", "Partiel"
    MISSING = "missing", "Manquant"


class Source(models.TextChoices):
    """Where a condition comes from. The last two are benchmarks: nobody is bound by them."""

    DIRECTIVE = "directive", "Directive (UE) 2024/825, article 2, point r)"
    ISO_17065 = "iso_17065", "ISO/IEC 17065 (repère)"
    ISEAL = "iseal", "Code ISEAL 1.1 (repère)"


TONES = {
    Status.SHOWN: ("ok", "check-circle"),
    Status.PARTLY: ("wait", "clock"),
    Status.MISSING: ("stop", "alert"),
}
