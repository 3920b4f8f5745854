"""Who must act next on a dossier: the structure prepares it, then it is instructed."""

from viewflow import this

from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.flows import InstructionRequests, from_filing_on
from workflows.flow.flows import ByState, CaseFlow, Request


class DossierFlow(InstructionRequests, CaseFlow):
    """Instruction d’un dossier OSE."""

    by_state = from_filing_on(
        ByState()
        .State(S.DRAFT, this.sign)
        .State(S.COMMITTED, this.present)
        .State(S.PRESENTED, this.submit)
    )
    sign = Request("sign_charter", title="Signer la charte OSE").Next(this.by_state)
    present = Request(
        "record_presentation", title="Enregistrer la présentation en assemblée générale"
    ).Next(this.by_state)
    submit = Request("submit", title="Déposer le dossier").Next(this.by_state)
