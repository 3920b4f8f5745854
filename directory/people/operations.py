"""Who joins the CRESS or watches it, who leaves: the group and its proof, always both."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from directory.people.enums import CressGroup, RoleGroup, WatchGroup
from directory.people.models import NameChange, TeamRole, User
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.engine import amend, create
from workflows.presentation.lines import one_line
from workflows.verdicts import Refused, Stale, Unmet

ALREADY_THERE = "already_there"
WATCHED = "watched"
Seats = Callable[[User], Iterable[str]]
_seats: list[Seats] = []
# Written by its own manager: the signals of `user.groups` refuse changes without proof.
GroupMember = User.groups.through


@transaction.atomic
def join_team(
    *, user: User, group: RoleGroup, actor: Actor, at: datetime | None = None
) -> TeamRole:
    """Put `user` in `group`, with its rights from now on.

    Raises Forbidden for anyone but the direction of the CRESS, or the system; Refused when the
    account is closed, the person is there already (code ALREADY_THERE), or they would watch what
    they have a part in (WATCHED).
    """
    DirectoryRules.cress_manager.require(actor, user)
    at = at or timezone.now()
    locked = _locked(group)
    user = lock_person(user)
    if not user.is_active:
        raise _refused("inactive", "Le compte de cette personne est désactivé.")
    for part in _parts_apart(user, group):
        raise _refused(WATCHED, part)
    _, is_new = GroupMember.objects.get_or_create(user_id=user.pk, group_id=locked.pk)
    if not is_new:
        raise _refused(ALREADY_THERE, f"{user} fait déjà partie de l’équipe à ce titre.")
    role = TeamRole(user=user, group=group, since=at)
    return create(role, actor=actor, action="join", at=at)


@transaction.atomic
def leave_team(
    *, user: User, group: RoleGroup, actor: Actor, at: datetime | None = None
) -> TeamRole:
    """Take `user` out of `group`, with its rights, at once.

    Raises Forbidden for anyone but the direction of the CRESS, or the system; Stale when the
    person is not in it any more; Refused for the last manager, and for oneself.
    """
    DirectoryRules.cress_manager.require(actor, user)
    at = at or timezone.now()
    locked = _locked(group)
    found = GroupMember.objects.filter(user_id=user.pk, group_id=locked.pk)
    if not found.exists():
        raise Stale(f"{user} ne fait plus partie de l’équipe à ce titre.")
    unmet = list(why_not_leave(user, group, actor=actor))
    if unmet:
        raise Refused("Ce retrait n’est pas possible.", unmet=unmet)
    found.delete()
    proof = _proof(user, group, actor, at)
    return amend(proof, action="leave", actor=actor, at=at, until=at)


@transaction.atomic
def rename_oneself(
    user: User, *, first_name: str, last_name: str, at: datetime | None = None
) -> User:
    """Give `user`, who asks for it, another name; what was signed keeps the one of that day.

    The history says that the name changed, not from what: see `NameChange`. Nothing is written
    when it is the same. Raises Refused for an account that is closed.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.is_active:
        raise Refused("Ce compte est fermé.")
    before = locked.first_name, locked.last_name
    locked.first_name, locked.last_name = one_line(first_name), one_line(last_name)
    if (locked.first_name, locked.last_name) != before:
        at = at or timezone.now()
        locked.save(update_fields=["first_name", "last_name"])
        create(
            NameChange(user=locked, changed_at=at), actor=Actor.of(locked), action="rename", at=at
        )
    return locked


def why_not_leave(user: User, group: RoleGroup, *, actor: Actor) -> Iterator[Unmet]:
    """Why `actor` cannot take `user` out of `group`: the direction is never left empty."""
    if group != CressGroup.MANAGER:
        return
    others = User.objects.filter(groups__name=group, is_active=True).exclude(pk=user.pk)
    if not others.exists():
        yield Unmet(
            "last_manager",
            "C’est la seule personne de la direction.",
            hint="Nommez-en une autre d’abord.",
        )
    elif actor.user == user:
        yield Unmet(
            "oneself",
            "On ne se retire pas soi-même de la direction.",
            hint="Demandez-le à une autre personne de la direction.",
        )


def lock_person(user: User) -> User:
    """Their row, locked: whoever gives them a place in the scheme waits for whoever else does."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def sits_apart(provider: Seats) -> Seats:
    """Register `provider(user)`: in French, the parts in the scheme that a monitor may not have."""
    _seats.append(provider)
    return provider


def watches(user: User) -> bool:
    """Whether that person is the independent monitor, or one of them."""
    return user.groups.filter(name__in=WatchGroup.values).exists()


def _parts_apart(user: User, group: RoleGroup) -> Iterator[str]:
    """Why `user` cannot be in `group`: nobody watches the scheme and has a part in it."""
    if group not in list(WatchGroup):
        if watches(user):
            yield f"{user} assure le contrôle indépendant, et ne peut donc pas être de la CRESS."
        return
    if user.groups.filter(name__in=CressGroup.values).exists():
        yield f"{user} fait partie de l’équipe de la CRESS, que le contrôle indépendant regarde."
    for provider in _seats:
        yield from provider(user)


def _locked(group: RoleGroup) -> Group:
    """The group's row, locked: of two managers who remove each other, one stays."""
    Group.objects.get_or_create(name=group)
    return Group.objects.select_for_update().get(name=group)


def _proof(user: User, group: RoleGroup, actor: Actor, at: datetime) -> TeamRole:
    """The row that proves the role; written now for a role that is older than these rows."""
    known = TeamRole.objects.filter(user=user, group=group, until__isnull=True).first()
    return known or create(TeamRole(user=user, group=group, since=at), actor=actor, at=at)


def _refused(code: str, message: str) -> Refused:
    return Refused(
        "Cette personne n’entre pas dans l’équipe.", unmet=[Unmet(code, message, field="user")]
    )
