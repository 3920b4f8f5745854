"""The page of a referencing, for everyone who may read it, and what is done from it."""

from collections.abc import Sequence
from typing import Any

from labelling.instruction.forms.assessments import AssessmentsForm
from labelling.instruction.views.assessing import AssessMixin
from labelling.instruction.views.detail import ApplicationDetailView, files_context
from labelling.referencing.models import Referencing
from labelling.referencing.reading.filed import filed_referencing_context
from labelling.referencing.reading.next_step import next_step
from labelling.referencing.reading.summary import summary_of
from labelling.referencing.views.pages import ReferencingPage
from workflows.pages.cases.files import file_groups
from workflows.pages.cases.history import Move
from workflows.pages.views import TransitionView as BaseTransitionView


class DetailView(ApplicationDetailView, ReferencingPage):
    own_template = "referencing/detail.html"
    filed_template = "referencing/instruction_detail.html"

    def own_context(self, moves: Sequence[Move]) -> dict[str, Any]:
        summary = summary_of(self.object, self.actor)
        groups = file_groups(self.object, files=summary.contents.files)
        return {"summary": summary, "step": next_step(summary), **files_context(groups)}

    def filed_context(self, *, refused: AssessmentsForm | None, shown: str) -> dict[str, Any]:
        return filed_referencing_context(self.object, self.actor, refused=refused, shown=shown)


class AssessView(AssessMixin, DetailView):
    """The assessments of a referencing."""


class TransitionView(BaseTransitionView):
    """The moves that need no form; the filing has one, which signs."""

    model = Referencing
    transitions = ("resubmit", "take_charge", "declare_admissible")
