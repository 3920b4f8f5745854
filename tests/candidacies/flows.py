"""A candidacy waits for its candidate, then it is instructed."""

from viewflow import this

from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.flows import InstructionRequests, from_filing_on
from workflows.flow.flows import ByState, CaseFlow, Request


class CandidacyFlow(InstructionRequests, CaseFlow):
    by_state = from_filing_on(ByState().State(S.DRAFT, this.submit))
    submit = Request("submit", title="Déposer la candidature").Next(this.by_state)
