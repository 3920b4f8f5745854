"""Who was of the CRESS, or watched it, on a day gone by.

A role counts when it was held at any moment within a day of the act: an act bears the moment it was
begun, its right the moment it was checked.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from directory.people.enums import CressGroup, RoleGroup, WatchGroup
from directory.people.models import TeamRole
from directory.rulebook import DirectoryRules
from workflows.proof.roles import held_then, remembered

AROUND = timedelta(days=1)
Spell = tuple[datetime, datetime | None, str]


@remembered
def _team_spells(user_id: int) -> Sequence[Spell]:
    """When that person was in a group, and in which."""
    roles = TeamRole.objects.filter(user_id=user_id)
    return list(roles.values_list("since", "until", "group"))


def covers(spell: Spell, at: datetime) -> bool:
    since, until, _ = spell
    return since <= at + AROUND and (until is None or until >= at - AROUND)


def was_staff(user_id: int, at: datetime, *groups: RoleGroup) -> bool:
    """Whether that person was in one of `groups` at about `at`."""
    return any(covers(spell, at) and spell[2] in groups for spell in _team_spells(user_id))


@held_then(DirectoryRules.cress_staff)
def was_of_the_cress(user_id: int, row: Any, at: datetime) -> bool:
    return was_staff(user_id, at, *CressGroup)


@held_then(DirectoryRules.cress_manager)
def was_manager(user_id: int, row: Any, at: datetime) -> bool:
    return was_staff(user_id, at, CressGroup.MANAGER)


@held_then(DirectoryRules.monitor)
def was_monitor(user_id: int, row: Any, at: datetime) -> bool:
    return was_staff(user_id, at, *WatchGroup)
