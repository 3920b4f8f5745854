"""A dossier is read again, filed, and acknowledged."""

from collections.abc import Sequence
from typing import Any

from labelling.dossiers.views import DossierPage
from labelling.instruction.views.filing import CheckAnswersView, ReceiptView
from labelling.overview.summary import without_repetition
from labelling.overview.whole import whole_context
from workflows.verdicts import Unmet


class CheckDossierView(DossierPage, CheckAnswersView):
    """The six principles, the assembly, the commitments and the files, as they would leave."""

    answers_template = "labelling/parts/whole.html"

    def answers(self) -> dict[str, Any]:
        return whole_context(self.object, findings=False)

    def missing(self) -> Sequence[Unmet]:
        return without_repetition(super().missing())


class DossierReceiptView(DossierPage, ReceiptView):
    """The number of the dossier, and what the CRESS does with it."""
