"""Who somebody was on a day gone by: the directory's policies, asked of the past.

Read from histories and dated facts. A role counts when it was held at any moment within a day of
the act: an act bears the moment it was begun, its right the moment it was checked.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from directory.enums import CressGroup, MembershipRole, MembershipState
from directory.models import Membership, TeamRole
from directory.policies import (
    claim_judge,
    claimant,
    cress_manager,
    membership_director,
    membership_party,
    membership_verifier,
    organisation_representative,
    recognition_representative,
)
from workflows.proof.roles import held_then, remembered

AROUND = timedelta(days=1)
Spell = tuple[datetime, datetime | None, str]


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


@remembered
def _team_spells(user_id: int) -> Sequence[Spell]:
    """When that person was in the team of the CRESS, and in which group."""
    roles = TeamRole.objects.filter(user_id=user_id)
    return list(roles.values_list("since", "until", "group"))


def _covers(spell: Spell, at: datetime) -> bool:
    since, until, _ = spell
    return since <= at + AROUND and (until is None or until >= at - AROUND)


def was_member(user_id: int, organisation_id: int, at: datetime, role: str = "") -> bool:
    """Whether that person acted for the organisation at about `at`, in `role` when given."""
    return any(
        _covers(spell, at) and role in ("", spell[2]) for spell in _spells(user_id, organisation_id)
    )


def was_representative(user_id: int, organisation_id: int, at: datetime) -> bool:
    return was_member(user_id, organisation_id, at, MembershipRole.REPRESENTATIVE)


def was_staff(user_id: int, at: datetime, *groups: CressGroup) -> bool:
    """Whether that person was in one of `groups` at about `at`."""
    return any(_covers(spell, at) and spell[2] in groups for spell in _team_spells(user_id))


@held_then(cress_manager)
@held_then(membership_director)
@held_then(claim_judge)
def was_manager(user_id: int, row: Any, at: datetime) -> bool:
    return was_staff(user_id, at, CressGroup.MANAGER)


@held_then(membership_verifier)
def was_of_the_cress(user_id: int, row: Any, at: datetime) -> bool:
    return was_staff(user_id, at, *CressGroup)


@held_then(claimant)
def claimed_it(user_id: int, row: Any, at: datetime) -> bool:
    return user_id == row.user_id


@held_then(recognition_representative)
@held_then(organisation_representative)
def represented_its_organisation(user_id: int, row: Any, at: datetime) -> bool:
    return was_representative(user_id, row.organisation_id, at)


@held_then(membership_party)
def was_a_party(user_id: int, row: Any, at: datetime) -> bool:
    return user_id == row.user_id or was_representative(user_id, row.organisation_id, at)
