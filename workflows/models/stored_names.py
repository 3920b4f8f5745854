"""The names of flows and of their requests that rows keep: one that nothing bears is an error.

viewflow reads such a name as None, which then passes for a case that nobody waits for.
"""

from typing import Any

from viewflow.workflow.fields import (
    FlowReferenceField,
    TaskReferenceField,
    import_flow_by_ref,
    import_task_by_ref,
)
from viewflow.workflow.nodes import Obsolete


class UnknownName(LookupError):
    """A row names a flow, or a request of one, that this version of the product does not have."""


def flow_named(name: str) -> Any:
    """The flow that a row calls `name` (`labelling/instruction.flows.DossierFlow`)."""
    flow = _resolved(import_flow_by_ref, name)
    if flow is None:
        raise UnknownName(f"no flow is called {name!r}")
    return flow


def node_named(name: str) -> Any:
    """The request, or the other node, that a row calls `name` (the flow's, `.` and its own)."""
    node = _resolved(import_task_by_ref, name)
    if node is None or isinstance(node, Obsolete):
        raise UnknownName(f"no request is called {name!r}")
    return node


def _resolved(resolve: Any, name: str) -> Any:
    app_label, slash, path = name.partition("/")
    if not (app_label and slash and "." in path):
        return None
    try:
        return resolve(name)
    except (ImportError, LookupError, AssertionError, TypeError):  # the last two: no flow
        return None


class FlowName(FlowReferenceField):
    """Raises UnknownName for a row whose flow is gone."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return value if value is None else flow_named(value)


class NodeName(TaskReferenceField):
    """Raises UnknownName for a row whose request is gone."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return value if value is None else node_named(value)
