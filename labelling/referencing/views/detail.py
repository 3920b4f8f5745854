"""The page of a referencing, for everyone who may read it, and what is done from it."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from labelling.instruction.allowed import allows
from labelling.instruction.forms.assessments import AssessmentsForm
from labelling.instruction.links import CRITERION
from labelling.instruction.reading.diagram import state_diagram
from labelling.instruction.views.assessing import AssessMixin
from labelling.referencing.models import Referencing
from labelling.referencing.reading.filed import filed_referencing_context
from labelling.referencing.reading.next_step import next_step
from labelling.referencing.reading.summary import summary_of
from labelling.referencing.views.pages import ReferencingPage
from labelling.rulebook import LabellingRules
from workflows.access import CaseRules
from workflows.flow.inbox import waiting_for
from workflows.pages.cases.conversation import Conversation, conversation_on
from workflows.pages.cases.files import file_groups
from workflows.pages.cases.history import moves_of, told
from workflows.pages.views import TransitionView as BaseTransitionView
from workflows.policies import Policy
from workflows.presentation.files import any_unscanned

LAST_ENTRIES = 5
LAST_MOVES = 3  # for its organisation: the page says already where it stands


# A PDF is read in a frame of the page.
@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class DetailView(ReferencingPage):
    """The same address for all: the organisation's page, or the CRESS's and the committee's."""

    policy = CaseRules.read_case

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show()

    def show(
        self, *, assessments: AssessmentsForm | None = None, status: int = 200
    ) -> HttpResponse:
        """The page, with the assessments that were refused, if any."""
        moves = moves_of(self.object)
        if self._may(LabellingRules.structure):
            self.template_name = "referencing/detail.html"
            own = self._own_context()
            own["entries"] = told(self.object, moves[:LAST_MOVES])
        else:
            self.template_name = "referencing/instruction_detail.html"
            shown = self.request.GET.get(CRITERION, "")
            own = filed_referencing_context(
                self.object, self.actor, refused=assessments, shown=shown
            )
            own["entries"] = told(self.object, moves[:LAST_ENTRIES])
        shared = {
            "diagram": state_diagram(self.object, moves),
            "waiting": waiting_for(self.object.pk),
            "conversation": self._conversation(),
        }
        return self.page(status=status, **(shared | own))

    def _may(self, policy: Policy) -> bool:
        return policy.verdict(self.actor, self.object).permitted

    def _conversation(self) -> Conversation | None:
        if not self._may(CaseRules.correspond):
            return None
        return conversation_on(self.object, self.actor.user)

    def _own_context(self) -> dict[str, Any]:
        summary = summary_of(self.object, self.actor)
        groups = file_groups(self.object, files=summary.contents.files)
        return {
            "summary": summary,
            "step": next_step(summary),
            "file_groups": groups,
            "file_count": sum(len(group.files) for group in groups),
            "unscanned": any(any_unscanned(group.files) for group in groups),
            "may_withdraw": allows(self.object, "withdraw"),
        }


class AssessView(AssessMixin, DetailView):
    """The assessments of a referencing."""


class TransitionView(BaseTransitionView):
    """The moves that need no form; the filing has one, which signs."""

    model = Referencing
    transitions = ("resubmit", "take_charge", "declare_admissible")
