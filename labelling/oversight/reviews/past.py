"""Who could act on a review then, for the organisation or for the CRESS."""

from datetime import datetime
from typing import Any

from directory.memberships.past import was_member, was_representative
from directory.people.past import was_manager, was_monitor, was_of_the_cress
from directory.rulebook import DirectoryRules
from labelling.oversight.rulebook import OversightRules
from workflows.proof.roles import held_then


@held_then(OversightRules.reviewer_in_charge)
def led_the_review(user_id: int, row: Any, at: datetime) -> bool:
    return user_id == row.assignee_id and was_of_the_cress(user_id, row, at)


@held_then(OversightRules.reviewed_people)
def acted_for_the_organisation(user_id: int, row: Any, at: datetime) -> bool:
    return was_member(user_id, row.organisation_id, at)


@held_then(OversightRules.representative_or_time)
def represented_the_organisation(user_id: int, row: Any, at: datetime) -> bool:
    return was_representative(user_id, row.organisation_id, at)


@held_then(OversightRules.party_or_time)
def was_a_party(user_id: int, row: Any, at: datetime) -> bool:
    return represented_the_organisation(user_id, row, at) or was_of_the_cress(user_id, row, at)


# That nothing linked them to the organisation is not asked again: links were not dated then.
held_then(OversightRules.reviewer_without_conflict)(was_of_the_cress)
held_then(OversightRules.manager_without_conflict)(was_manager)
held_then(OversightRules.monitor_without_conflict)(was_monitor)
held_then(DirectoryRules.suspending_review)(was_manager)
held_then(DirectoryRules.reinstating_review)(was_of_the_cress)
