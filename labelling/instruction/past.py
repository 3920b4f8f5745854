"""Who could instruct then."""

from datetime import datetime
from typing import Any

from directory.people.past import was_of_the_cress
from labelling.instruction.policies import instructor_in_charge, instructor_without_conflict
from workflows.proof.roles import held_then


@held_then(instructor_in_charge)
def was_in_charge(user_id: int, row: Any, at: datetime) -> bool:
    return user_id == row.assignee_id and was_of_the_cress(user_id, row, at)


# That nothing linked them to the structure is not asked again: links were not dated then.
held_then(instructor_without_conflict)(was_of_the_cress)
