"""What a structure says of the label that it renews: the years that it was held for."""

from django.db import models
from django.db.models import Q

from labelling.dossiers.models import Dossier
from workflows.history import Audited


class TermReport(Audited):
    """« Le bilan de la période », written in the dossier that renews a label.

    `results` is what the action plan of the former dossier gave. It is asked of a renewal alone.
    """

    ERASABLE = ("results", "figures", "difficulties")

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="term_report")
    results = models.TextField("ce que le plan d’actions a donné")
    figures = models.TextField("chiffres d’aujourd’hui")
    difficulties = models.TextField("ce qui a été difficile", blank=True)

    class Meta:
        verbose_name = "bilan de la période"
        constraints = [
            models.CheckConstraint(
                condition=~Q(results="") & ~Q(figures=""), name="term_report_written"
            ),
        ]

    def __str__(self) -> str:
        return f"Bilan, {self.dossier}"
