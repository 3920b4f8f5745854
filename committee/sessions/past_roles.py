"""Who presided over a session then, read from its own facts."""

from datetime import datetime
from typing import Any

from committee.bodies.models import Mandate
from committee.rulebook import CommitteeRules
from directory.people.enums import CressGroup
from directory.people.past import was_staff
from workflows.proof.roles import held_then


@held_then(CommitteeRules.chair)
def presided(user_id: int, row: Any, at: datetime) -> bool:
    chair_id = row.chair_id
    return Mandate.objects.filter(pk=chair_id, user_id=user_id).exists()


@held_then(CommitteeRules.bureau)
def was_of_the_bureau(user_id: int, row: Any, at: datetime) -> bool:
    return presided(user_id, row, at) or was_staff(user_id, at, CressGroup.MANAGER)
