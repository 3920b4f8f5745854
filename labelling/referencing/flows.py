"""Who must act next on a referencing: the organisation prepares it, then it is instructed."""

from viewflow import this

from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.flows import InstructionRequests, from_filing_on
from workflows.flow.flows import ByState, CaseFlow, Request


class ReferencingFlow(InstructionRequests, CaseFlow):
    """Instruction d’un dossier de référencement."""

    by_state = from_filing_on(ByState().State(S.DRAFT, this.submit))
    submit = Request("submit", title="Préparer et déposer le dossier de référencement").Next(
        this.by_state
    )
