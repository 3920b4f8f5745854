"""What is awaited in each state, from the flow itself."""

from functools import cache

from labelling.instruction.models import Application
from workflows.flow.flows import flow_of
from workflows.lifecycles import machine_of


@cache
def awaited_in(kind: type[Application]) -> dict[str, str]:
    """By state, the title of the request that the flow of `kind` makes there."""
    machine, flow = machine_of(kind), flow_of(kind)
    return {
        source: request.task_title
        for request in (flow.requests() if flow else ())
        for name in request.asks
        for source in machine.transitions[name].sources
    }
