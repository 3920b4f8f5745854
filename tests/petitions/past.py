"""Who wrote a petition then: it changes no hands."""

from datetime import datetime
from typing import Any

from tests.petitions.rulebook import PetitionRules
from workflows.proof.roles import held_then


@held_then(PetitionRules.author)
def was_author(user_id: int, row: Any, at: datetime) -> bool:
    return user_id == row.author_id
