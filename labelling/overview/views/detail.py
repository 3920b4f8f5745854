"""The page of a dossier, for everyone who may read it, and what is done from it."""

from collections.abc import Sequence
from typing import Any

from labelling.dossiers.accompanied import accompaniments_in
from labelling.dossiers.models import Dossier
from labelling.dossiers.views import DossierPage
from labelling.evidence.followed import followed_by
from labelling.instruction.forms.assessments import AssessmentsForm
from labelling.instruction.links import page_url
from labelling.instruction.views.assessing import AssessMixin
from labelling.instruction.views.detail import ApplicationDetailView, files_context
from labelling.instruction.views.filing import FILING
from labelling.overview.filed_dossier import filed_dossier_context
from labelling.overview.kind import slots_of
from labelling.overview.next_step import next_step
from labelling.overview.summary import summary_of
from workflows.pages.cases.files import file_groups
from workflows.pages.cases.history import Move
from workflows.pages.views import TransitionView as BaseTransitionView


class DetailView(ApplicationDetailView, DossierPage):
    own_template = "labelling/detail.html"
    filed_template = "labelling/instruction_detail.html"

    def own_context(self, moves: Sequence[Move]) -> dict[str, Any]:
        summary = summary_of(self.object, self.actor, moves)
        slots = slots_of(self.object, summary.complements)
        return {
            "accompaniments": accompaniments_in(self.object),
            "summary": summary,
            "step": next_step(summary),
            "followed": followed_by(self.object),
            **files_context(file_groups(self.object, files=summary.files, slots=slots)),
        }

    def filed_context(self, *, refused: AssessmentsForm | None, shown: str) -> dict[str, Any]:
        return filed_dossier_context(self.object, self.actor, refused=refused, shown=shown)


class AssessView(AssessMixin, DetailView):
    """The assessments of a dossier."""


class TransitionView(BaseTransitionView):
    """The moves that need no form."""

    model = Dossier
    transitions = (
        "submit",
        "record_presentation",
        "resubmit",
        "take_charge",
        "declare_admissible",
    )

    def next_url(self) -> str:
        """What was filed is acknowledged."""
        filed = self.kwargs["name"] == FILING
        return page_url("receipt", self.object) if filed else super().next_url()
