"""What is awaited in each state, from the flow itself."""

from labelling.dossiers.models import Dossier
from labelling.instruction.flows import InstructionFlow
from workflows.lifecycles import machine_of


def awaited_in() -> dict[str, str]:
    """What is awaited in each state: the title of the request that the flow makes there."""
    machine = machine_of(Dossier)
    return {
        source: request.task_title
        for request in InstructionFlow.requests()
        for name in request.asks
        for source in machine.transitions[name].sources
    }


AWAITED = awaited_in()
