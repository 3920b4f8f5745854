"""Who had made a claim, on a day gone by."""

from datetime import datetime
from typing import Any

from directory.people.past import was_manager
from directory.rulebook import DirectoryRules
from workflows.proof.roles import held_then


@held_then(DirectoryRules.claimant)
def claimed_it(user_id: int, row: Any, at: datetime) -> bool:
    return user_id == row.user_id


held_then(DirectoryRules.claim_judge)(was_manager)
