"""Who could act on a repair then. Whoever was invited stays so, hence today answers for then."""

from datetime import datetime
from typing import Any

from tests.toys.models import Repair
from tests.toys.rulebook import ToyRules
from workflows.proof.roles import held_then


@held_then(ToyRules.owner)
def owned(user_id: int, row: Any, at: datetime) -> bool:
    return user_id == row.owner_id


@held_then(ToyRules.mender)
def was_invited(user_id: int, row: Any, at: datetime) -> bool:
    return Repair.objects.filter(pk=row.id, invited=user_id).exists() and user_id != row.owner_id


@held_then(ToyRules.in_charge)
def was_in_charge(user_id: int, row: Any, at: datetime) -> bool:
    return user_id == row.assignee_id and was_invited(user_id, row, at)
