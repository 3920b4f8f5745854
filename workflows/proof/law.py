"""The law replayed: every row of a lifecycle, from the first, under the law of its day."""

from collections.abc import Iterator
from typing import Any

from workflows.lifecycles import Machine, Transition


def breaks_of_law(machine: Machine, before: Any, row: Any) -> Iterator[str]:
    """What the law has against the history row `row`, which follows `before` (None: the first)."""
    if before is None:
        yield from _breaks_of_birth(machine, row)
        return
    if row.history_type != "~":
        yield "l’objet est créé une seconde fois"
    if row.source != before.state:
        yield f"part de l’état « {row.source} », alors que l’objet était « {before.state} »"
    law = machine.law_on(row.transition, row.history_date)
    if law is None:
        yield f"la loi ne connaît pas « {row.transition} »"
    else:
        yield from _breaks_of_transition(law, row)


def _breaks_of_birth(machine: Machine, row: Any) -> Iterator[str]:
    if row.history_type != "+" or row.source:
        yield "la première ligne n’est pas une création"
    state = machine.births.get(row.transition)
    if state is None:
        yield f"la loi ne connaît pas de création « {row.transition} »"
    elif row.state != state:
        yield f"créé dans l’état « {row.state} », alors que la loi dit « {state} »"


def _breaks_of_transition(law: Transition, row: Any) -> Iterator[str]:
    if row.source not in law.sources:
        yield f"« {law.name} » n’est pas permis depuis l’état « {row.source} »"
    reached = row.source if law.target is None else law.target
    if row.state != reached:
        yield f"« {law.name} » mène à « {reached} », et non à « {row.state} »"
    if law.law.reasoned and not row.reason:
        yield f"« {law.name} » demande un motif"
