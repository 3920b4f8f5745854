"""What the instruction adds to a dossier: assessments, requested complements.

Each is an audited record of its own, written by an action of its dossier, so that the history
shows the text before and after.
"""

from django.db import models
from django.db.models import Q
from django.utils.text import Truncator

from directory.charters.enums import PrincipleKey
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import Finding
from workflows.history import Audited


class Assessment(Audited):
    """The instructor's finding on one principle, with reasons that the committee reads."""

    ERASABLE = ("reasons",)

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="assessments")
    principle = models.CharField("principe", max_length=20, choices=PrincipleKey.choices)
    finding = models.CharField("appréciation", max_length=20, choices=Finding.choices)
    reasons = models.TextField("motif")

    class Meta:
        verbose_name = "appréciation"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "principle"], name="assessment_once"),
            models.CheckConstraint(
                condition=Q(principle__in=PrincipleKey.values), name="assessment_principle_known"
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="assessment_reasoned"),
            models.CheckConstraint(
                condition=Q(finding__in=Finding.values), name="assessment_finding_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_principle_display()} : {self.get_finding_display()}"


class Complement(Audited):
    """One item that the instructor or the committee asks for. `round` counts the requests."""

    ERASABLE = ("request", "answer")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="complements")
    round = models.PositiveSmallIntegerField("demande")
    principle = models.CharField(
        "principe", max_length=20, choices=PrincipleKey.choices, blank=True
    )
    request = models.TextField("demande")
    answer = models.TextField("réponse", blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "complément"
        ordering = ["round", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(request=""), name="complement_named"),
            models.CheckConstraint(
                condition=Q(principle__in=["", *PrincipleKey.values]),
                name="complement_principle_known",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="complement_answer"
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.request).words(10, truncate="…")

    @property
    def slot(self) -> str:
        """The attachment slot of the answer's files."""
        return f"complement:{self.pk}"
