"""Who acted on an application then: for its organisation, or for the CRESS."""

from datetime import datetime
from typing import Any

from directory.memberships.past import was_member, was_representative
from directory.people.past import was_of_the_cress
from labelling.rulebook import LabellingRules
from workflows.proof.roles import held_then


@held_then(LabellingRules.representative)
def represented_the_structure(user_id: int, row: Any, at: datetime) -> bool:
    return was_representative(user_id, row.organisation_id, at)


@held_then(LabellingRules.structure)
def acted_for_the_structure(user_id: int, row: Any, at: datetime) -> bool:
    return was_member(user_id, row.organisation_id, at)


@held_then(LabellingRules.instructor_in_charge)
def was_in_charge(user_id: int, row: Any, at: datetime) -> bool:
    return user_id == row.assignee_id and was_of_the_cress(user_id, row, at)


# That nothing linked them to the structure is not asked again: links were not dated then.
held_then(LabellingRules.instructor_without_conflict)(was_of_the_cress)
