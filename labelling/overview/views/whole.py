"""A dossier whole, to be printed or taken away."""

from collections.abc import Mapping
from typing import Any

from labelling.dossiers.views import DossierPage
from labelling.instruction.views import whole
from labelling.overview.whole import folders_of, whole_context
from labelling.rulebook import LabellingRules


class _Answers(DossierPage):
    answers_template = "labelling/parts/whole.html"

    def answers(self) -> dict[str, Any]:
        """The structure is told the findings on its own pages, when it is time."""
        theirs = LabellingRules.structure.verdict(self.actor, self.object).permitted
        return whole_context(self.object, findings=not theirs)


class WholeView(_Answers, whole.WholeView):
    """All the answers and the findings."""


class ArchiveView(_Answers, whole.ArchiveView):
    """The same and the files, one folder a principle."""

    def folders(self) -> Mapping[str, str]:
        return folders_of()
