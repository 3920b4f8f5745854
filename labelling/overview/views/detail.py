"""The page of a dossier, for everyone who may read it, and what is done from it."""

from collections.abc import Sequence
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from labelling.dossiers.accompanied import accompaniments_in
from labelling.dossiers.models import Dossier
from labelling.dossiers.views import DossierPage
from labelling.evidence.followed import followed_by
from labelling.instruction.allowed import allows
from labelling.instruction.forms.assessments import AssessmentsForm
from labelling.instruction.links import CRITERION, page_url
from labelling.instruction.reading.diagram import state_diagram
from labelling.instruction.views.assessing import AssessMixin
from labelling.instruction.views.filing import FILING
from labelling.overview.filed_dossier import filed_dossier_context
from labelling.overview.kind import slots_of
from labelling.overview.next_step import next_step
from labelling.overview.summary import summary_of
from labelling.rulebook import LabellingRules
from workflows.access import CaseRules
from workflows.flow.inbox import waiting_for
from workflows.pages.cases.conversation import Conversation, conversation_on
from workflows.pages.cases.files import file_groups
from workflows.pages.cases.history import Move, moves_of, told
from workflows.pages.views import TransitionView as BaseTransitionView
from workflows.policies import Policy
from workflows.presentation.files import any_unscanned

LAST_ENTRIES = 5
LAST_MOVES = 3  # for the structure: the page says already where the dossier stands


# A PDF is read in a frame of the page.
@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class DetailView(DossierPage):
    """The same address for all: the structure's page, or the CRESS's and the committee's.

    Both are given `dossier`, `diagram`, `waiting`, `conversation` (None for those who do not
    correspond) and `entries`; each adds its own.
    """

    policy = CaseRules.read_case

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show()

    def show(
        self, *, assessments: AssessmentsForm | None = None, status: int = 200
    ) -> HttpResponse:
        """The page, with the assessments that were refused, if any."""
        dossier = self.object
        moves = moves_of(dossier)
        if self._may(LabellingRules.structure):
            self.template_name = "labelling/detail.html"
            own = self._structure_context(moves)
        else:
            self.template_name = "labelling/instruction_detail.html"
            shown = self.request.GET.get(CRITERION, "")
            own = filed_dossier_context(dossier, self.actor, refused=assessments, shown=shown)
            own["entries"] = told(dossier, moves[:LAST_ENTRIES])
        shared = {
            "diagram": state_diagram(dossier, moves),
            "waiting": waiting_for(dossier.pk),
            "conversation": self._conversation(),
        }
        return self.page(status=status, **(shared | own))

    def _may(self, policy: Policy) -> bool:
        return policy.verdict(self.actor, self.object).permitted

    def _conversation(self) -> Conversation | None:
        if not self._may(CaseRules.correspond):
            return None
        return conversation_on(self.object, self.actor.user)

    def _structure_context(self, moves: Sequence[Move]) -> dict[str, Any]:
        summary = summary_of(self.object, self.actor, moves)
        slots = slots_of(self.object, summary.complements)
        groups = file_groups(self.object, files=summary.files, slots=slots)
        return {
            "accompaniments": accompaniments_in(self.object),
            "summary": summary,
            "step": next_step(summary),
            "followed": followed_by(self.object),
            "file_groups": groups,
            "file_count": sum(len(group.files) for group in groups),
            "unscanned": any(any_unscanned(group.files) for group in groups),
            "entries": told(self.object, moves[:LAST_MOVES]),
            "may_withdraw": allows(self.object, "withdraw"),
        }


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
