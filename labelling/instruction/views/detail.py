"""The page of an application, for everyone who may read it, whatever its kind."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from labelling.instruction.allowed import allows
from labelling.instruction.forms.assessments import AssessmentsForm
from labelling.instruction.links import CRITERION
from labelling.instruction.reading.diagram import state_diagram
from labelling.instruction.views.application import ApplicationPage
from labelling.rulebook import LabellingRules
from workflows.access import CaseRules
from workflows.flow.inbox import waiting_for
from workflows.pages.cases.conversation import Conversation, conversation_on
from workflows.pages.cases.files import FileGroup
from workflows.pages.cases.history import Move, moves_of, told
from workflows.policies import Policy
from workflows.presentation.files import any_unscanned

LAST_ENTRIES = 5
LAST_MOVES = 3  # for its organisation: the page says already where it stands


# A PDF is read in a frame of the page.
@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class ApplicationDetailView(ApplicationPage, ABC):
    """The same address for all: the organisation's page, or the CRESS's and the committee's.

    Both are given `diagram`, `waiting`, `conversation` (None for those who do not correspond) and
    `entries`; `own_context` and `filed_context` are what each kind adds to one and to the other.
    """

    policy = CaseRules.read_case
    own_template: str
    filed_template: str

    @abstractmethod
    def own_context(self, moves: Sequence[Move]) -> dict[str, Any]:
        """What `own_template` shows, the `moves` of the application being read."""

    @abstractmethod
    def filed_context(self, *, refused: AssessmentsForm | None, shown: str) -> dict[str, Any]:
        """What `filed_template` shows, opened on the criterion `shown`."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show()

    def show(
        self, *, assessments: AssessmentsForm | None = None, status: int = 200
    ) -> HttpResponse:
        """The page, with the assessments that were refused, if any."""
        moves = moves_of(self.object)
        if self._may(LabellingRules.structure):
            self.template_name, last = self.own_template, LAST_MOVES
            own = self.own_context(moves)
            own["may_withdraw"] = allows(self.object, "withdraw")
        else:
            self.template_name, last = self.filed_template, LAST_ENTRIES
            own = self.filed_context(refused=assessments, shown=self.request.GET.get(CRITERION, ""))
        shared = {
            "diagram": state_diagram(self.object, moves),
            "waiting": waiting_for(self.object.pk),
            "conversation": self._conversation(),
            "entries": told(self.object, moves[:last]),
        }
        return self.page(status=status, **(shared | own))

    def _may(self, policy: Policy) -> bool:
        return policy.verdict(self.actor, self.object).permitted

    def _conversation(self) -> Conversation | None:
        if not self._may(CaseRules.correspond):
            return None
        return conversation_on(self.object, self.actor.user)


def files_context(groups: Sequence[FileGroup]) -> dict[str, Any]:
    """What `labelling/parts/beside.html` shows."""
    return {
        "file_groups": groups,
        "file_count": sum(len(group.files) for group in groups),
        "unscanned": any(any_unscanned(group.files) for group in groups),
    }
