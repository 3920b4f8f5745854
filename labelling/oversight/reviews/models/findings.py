"""What is seen of one commitment, answered, corrected, concluded: a record of its own."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from directory.charters.models import Principle
from labelling.oversight.reviews.enums import Conclusion, Grade
from labelling.oversight.reviews.models.querysets import FindingQuerySet
from labelling.oversight.reviews.models.review import ComplianceReview
from workflows.history import Audited
from workflows.lifecycles import state_is_known


class Finding(Audited):
    """One thing seen of one commitment of the signed version (`principle`).

    `author` is whoever wrote it as it reads, for the CRESS or, when `independent`, as the monitor:
    then it is the monitor's alone to change or take off, and the CRESS concludes on it as on any.
    `observed` and `grade` are the author's, `answer` and `cause` the organisation's (`late` when
    it answered after its delay). `worsened_on` is when a minor one, late, became major. The effect
    of its correction is looked at on `check_on`, and `lasting` is what was then found. One taken
    off before it was notified (`removed_on`) is shown to nobody.
    """

    ACTIONS = {
        "write_finding": "Constat écrit",
        "remove_finding": "Constat retiré",
        "file_finding": "Constat déposé par le contrôle indépendant",
        "retract_finding": "Constat retiré par le contrôle indépendant",
        "answer_finding": "Réponse au constat",
        "conclude": "Constat conclu",
        "worsen": "Écart mineur devenu majeur, faute de correction à temps",
        "check_effect": "Effet vérifié",
    }
    ERASABLE = ("observed", "answer", "cause", "conclusion_reasons", "effect_account")

    review = models.ForeignKey(ComplianceReview, on_delete=models.PROTECT, related_name="findings")
    principle = models.ForeignKey(Principle, on_delete=models.PROTECT, related_name="findings")
    position = models.PositiveSmallIntegerField("rang")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="écrit par",
    )
    independent = models.BooleanField("du contrôle indépendant", default=False)
    observed = models.TextField("ce qui est constaté")
    grade = models.CharField("gravité", max_length=20, choices=Grade.choices)
    answer = models.TextField("réponse", blank=True)
    cause = models.TextField("cause", blank=True)
    answered_on = models.DateField("répondu le", null=True, blank=True)
    late = models.BooleanField("répondu après le délai", default=False)
    conclusion = models.CharField(
        "conclusion", max_length=20, blank=True, choices=Conclusion.choices
    )
    conclusion_reasons = models.TextField("motif de la conclusion", blank=True)
    concluded_on = models.DateField("conclu le", null=True, blank=True)
    worsened_on = models.DateField("devenu majeur le", null=True, blank=True)
    check_on = models.DateField("effet à vérifier le", null=True, blank=True)
    lasting = models.BooleanField("la correction tient", null=True, blank=True)
    effect_account = models.TextField("ce qui le montre", blank=True)
    removed_on = models.DateField("retiré le", null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "constat"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="finding_position_once"),
            models.CheckConstraint(condition=~Q(observed=""), name="finding_told"),
            models.CheckConstraint(
                condition=state_is_known(Grade, "grade"), name="finding_grade_known"
            ),
            models.CheckConstraint(
                condition=Q(conclusion="", concluded_on__isnull=True)
                | (
                    Q(conclusion__in=Conclusion.values, concluded_on__isnull=False)
                    & ~Q(conclusion_reasons="")
                ),
                name="finding_conclusion_reasoned",
            ),
            models.CheckConstraint(
                condition=Q(worsened_on__isnull=True) | Q(grade=Grade.MAJOR),
                name="finding_worsened_is_major",
            ),
        ]

    def __str__(self) -> str:
        return f"Constat {self.position}"

    @property
    def is_open(self) -> bool:
        return not self.conclusion

    @property
    def evidence_slot(self) -> str:
        """Where the files are that show what is seen."""
        return f"finding:{self.pk}"

    @property
    def answer_slot(self) -> str:
        return f"answer:{self.pk}"

    @property
    def correction_slot(self) -> str:
        return f"correction:{self.pk}"


class CorrectiveAction(Audited):
    """What is to be done of one finding, by whom (`owner`) and by when; then what was done."""

    ACTIONS = {"plan_correction": "Correction prévue", "show_correction": "Correction montrée"}
    ERASABLE = ("correction", "remedy", "owner", "done")

    finding = models.OneToOneField(
        Finding, on_delete=models.PROTECT, related_name="corrective_action"
    )
    correction = models.TextField("correction", blank=True)
    remedy = models.TextField("action corrective")
    owner = models.CharField("personne responsable", max_length=160)
    due_on = models.DateField("au plus tard le")
    done = models.TextField("ce qui a été fait", blank=True)
    done_on = models.DateField("montré le", null=True, blank=True)

    class Meta:
        verbose_name = "action corrective"
        constraints = [
            models.CheckConstraint(
                condition=~Q(remedy="") & ~Q(owner=""), name="corrective_action_told"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(done=""), name="corrective_action_shown"
            ),
        ]

    def __str__(self) -> str:
        return f"Correction du constat {self.finding.position}"
