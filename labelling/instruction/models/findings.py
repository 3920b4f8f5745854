"""What the instruction adds to an application: assessments, requested complements.

Each is an audited record of its own, written by an action of its case, so that the history shows
the text before and after. What they are about is a criterion of that kind of case.
"""

from django.db import models
from django.db.models import Q

from labelling.instruction.enums import Finding
from workflows.history import Audited
from workflows.models import Case
from workflows.presentation.french import first_words

LONGEST_CRITERION = 30


def criterion_label(record: "Assessment | Complement") -> str:
    """What it is about, in the words of its kind of case; empty for the whole."""
    kind = record.case.child_model
    label: str = kind.criterion_label(record.criterion) if record.criterion else ""
    return label


class Assessment(Audited):
    """The instructor's finding on one criterion, with reasons that the committee reads."""

    ERASABLE = ("reasons",)
    KEPT = ("criterion",)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    criterion = models.CharField("critère", max_length=LONGEST_CRITERION)
    finding = models.CharField("appréciation", max_length=20, choices=Finding.choices)
    reasons = models.TextField("motif")

    class Meta:
        verbose_name = "appréciation"
        constraints = [
            models.UniqueConstraint(fields=["case", "criterion"], name="assessment_once"),
            models.CheckConstraint(condition=~Q(criterion=""), name="assessment_of_something"),
            models.CheckConstraint(condition=~Q(reasons=""), name="assessment_reasoned"),
            models.CheckConstraint(
                condition=Q(finding__in=Finding.values), name="assessment_finding_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_label}\u00a0: {self.get_finding_display()}"

    @property
    def criterion_label(self) -> str:
        return criterion_label(self)


class Complement(Audited):
    """One item that the instructor or the committee asks for.

    `round` counts the requests. `criterion` is empty for what is about the whole.
    """

    ERASABLE = ("request", "answer")
    KEPT = ("criterion",)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="complements")
    round = models.PositiveSmallIntegerField("demande")
    criterion = models.CharField("critère", max_length=LONGEST_CRITERION, blank=True)
    request = models.TextField("demande")
    answer = models.TextField("réponse", blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "complément"
        ordering = ["round", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(request=""), name="complement_named"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="complement_answer"
            ),
        ]

    def __str__(self) -> str:
        return first_words(self.request, 10)

    @property
    def criterion_label(self) -> str:
        return criterion_label(self)

    @property
    def slot(self) -> str:
        """The attachment slot of the answer's files."""
        return f"complement:{self.pk}"
