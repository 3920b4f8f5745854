"""The team of the CRESS as its page shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from directory.people.enums import ROLE_GROUPS, CressGroup, RoleGroup, WatchGroup
from directory.people.models import TeamRole, User
from workflows.lifecycles import lifecycle_models, machine_of

# What a kind of case calls it when its direction gives it to somebody else.
HANDING_OVER = "reassign"

WHAT_THEY_DO: dict[RoleGroup, tuple[str, str]] = {
    CressGroup.MANAGER: (
        "Direction",
        "Convoque le comité, nomme ses membres et compose l’équipe\u00a0; peut aussi instruire.",
    ),
    CressGroup.INSTRUCTOR: ("Instruction", "Examine les dossiers déposés par les structures."),
    WatchGroup.MONITOR: (
        "Contrôle indépendant",
        "Lit tout le suivi des engagements, tire au sort les contrôles et consigne des constats. "
        "N’est ni de l’équipe de la CRESS ni du comité.",
    ),
}


@dataclass(frozen=True, slots=True)
class Member:
    """Someone in a group; `since` is None for a role older than its proof."""

    user: User
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Group:
    """A group, what it does in a few words, and who is in it."""

    key: RoleGroup
    label: str
    does: str
    members: Sequence[Member]


def team() -> list[Group]:
    """The groups, the direction first and who watches it last, with who is in them. One query."""
    members = _members()
    return [
        Group(key, *words, members=[member for group, member in members if group == key])
        for key, words in WHAT_THEY_DO.items()
    ]


def left_behind(user: User, most: int) -> Iterator[Any]:
    """The cases that `user` has in charge and that can still be given to someone else.

    One query, and at most `most` of them, for each kind of case that is handed over.
    """
    for model in lifecycle_models():
        law = machine_of(model).transitions.get(HANDING_OVER)
        if law is not None:
            cases: Any = model._default_manager
            held = cases.filter(assignee=user, state__in=law.sources)
            yield from held.order_by("opened_at", "pk")[:most]


def _members() -> list[tuple[str, Member]]:
    proofs = TeamRole.objects.filter(
        user=OuterRef("user"), group=OuterRef("group__name"), until__isnull=True
    )
    rows: Any = User.groups.through.objects.filter(group__name__in=ROLE_GROUPS)
    found = (
        rows.select_related("user", "group")
        .annotate(since=Subquery(proofs.values("since")[:1]))
        .order_by("user__last_name", "user__first_name", "user_id")
    )
    return [(row.group.name, Member(row.user, row.since)) for row in found]
