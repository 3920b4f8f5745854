"""Who acted for the structure of a dossier then."""

from datetime import datetime
from typing import Any

from directory.memberships.past import was_member, was_representative
from labelling.dossiers.policies import representative, structure
from workflows.proof.roles import held_then


@held_then(representative)
def represented_the_structure(user_id: int, row: Any, at: datetime) -> bool:
    return was_representative(user_id, row.organisation_id, at)


@held_then(structure)
def acted_for_the_structure(user_id: int, row: Any, at: datetime) -> bool:
    return was_member(user_id, row.organisation_id, at)
