"""Who acted for an organisation on a day gone by, read from the histories."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from directory.memberships.enums import MembershipRole, MembershipState
from directory.memberships.models import Membership
from directory.people.past import Spell, covers, was_manager, was_of_the_cress
from directory.rulebook import DirectoryRules
from workflows.proof.roles import held_then, remembered


@remembered
def _spells(user_id: int, organisation_id: int) -> Sequence[Spell]:
    """When that person was active there: from, until (None: still), in which role."""
    rows = Membership.history.filter(user_id=user_id, organisation_id=organisation_id)
    found = []
    for row, following in pairwise([*rows.order_by("id", "history_id"), None]):
        ended = following.history_date if following and following.id == row.id else None
        if row.state == MembershipState.ACTIVE:
            found.append((row.history_date, ended, row.role))
    return found


def was_member(user_id: int, organisation_id: int, at: datetime, role: str = "") -> bool:
    """Whether that person acted for the organisation at about `at`, in `role` when given."""
    return any(
        covers(spell, at) and role in ("", spell[2]) for spell in _spells(user_id, organisation_id)
    )


def was_representative(user_id: int, organisation_id: int, at: datetime) -> bool:
    return was_member(user_id, organisation_id, at, MembershipRole.REPRESENTATIVE)


@held_then(DirectoryRules.organisation_representative)
def represented_its_organisation(user_id: int, row: Any, at: datetime) -> bool:
    return was_representative(user_id, row.organisation_id, at)


@held_then(DirectoryRules.membership_party)
def was_a_party(user_id: int, row: Any, at: datetime) -> bool:
    return user_id == row.user_id or was_representative(user_id, row.organisation_id, at)


held_then(DirectoryRules.membership_director)(was_manager)
held_then(DirectoryRules.membership_verifier)(was_of_the_cress)
