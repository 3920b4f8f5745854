"""Who had made a claim, on a day gone by."""

from datetime import datetime
from typing import Any

from directory.people.past import was_manager
from directory.representation.policies import claim_judge, claimant
from workflows.proof.roles import held_then


@held_then(claimant)
def claimed_it(user_id: int, row: Any, at: datetime) -> bool:
    return user_id == row.user_id


held_then(claim_judge)(was_manager)
