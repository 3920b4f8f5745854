"""A petition waits for the committee, and for nobody else."""

from viewflow import this

from tests.petitions.models import PetitionState
from workflows.flow.flows import ByState, CaseFlow, End, Request, StartHandle


class PetitionFlow(CaseFlow):
    start = StartHandle().Next(this.by_state)
    by_state = (
        ByState()
        .State(PetitionState.RECEIVED, this.debate)
        .State(PetitionState.DEBATED, this.decide)
        .Default(this.end)
    )
    debate = Request("debate", title="Inscrire à l’ordre du jour").Next(this.by_state)
    decide = Request("grant", "dismiss", title="Réponse du comité").Next(this.by_state)
    end = End()
