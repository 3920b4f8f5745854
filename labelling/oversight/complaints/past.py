"""Who handled complaints on a day gone by. That nothing linked them to the organisation is not
asked again: links were not dated then."""

from datetime import datetime
from typing import Any

from directory.people.past import was_of_the_cress
from labelling.oversight.complaints.enums import Addressee
from labelling.oversight.rulebook import OversightRules
from workflows.deliberation import seats
from workflows.proof.roles import held_then


@held_then(OversightRules.complaint_handler)
def handled(user_id: int, row: Any, at: datetime) -> bool:
    if row.addressee == Addressee.CHAIR:
        return seats().chaired(user_id, at)
    return was_of_the_cress(user_id, row, at)


@held_then(OversightRules.second_person)
def could_be_second(user_id: int, row: Any, at: datetime) -> bool:
    if row.addressee == Addressee.CHAIR:
        return seats().sat(user_id, at)
    return was_of_the_cress(user_id, row, at)
