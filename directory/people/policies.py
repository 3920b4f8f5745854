"""Who may, by their place in the CRESS alone: from its groups, never from flags."""

from typing import Any

from django.db.models import QuerySet

from directory.people.enums import CressGroup, RoleGroup, WatchGroup
from directory.people.models import User
from directory.rulebook import DirectoryRules
from workflows.actors import ActorKind
from workflows.compiled_sql import Given, Question


def staff(*groups: RoleGroup) -> "QuerySet[User]":
    """The people in one of these groups, by their place in the scheme."""
    return User.objects.filter(groups__name__in=groups).distinct()


@Question
def _is_manager() -> "QuerySet[Any, Any]":
    return staff(CressGroup.MANAGER).filter(is_active=True).filter(pk=Given("person"))


@DirectoryRules.time.grants(
    who="le système, à la date prévue",
    denial="Cette étape vient d’elle-même, à la date prévue.",
    kinds=[ActorKind.SYSTEM],
)
def time(obj: Any) -> "QuerySet[User]":
    return User.objects.none()


@DirectoryRules.cress_manager.grants(
    who="la direction de la CRESS",
    denial="Seule la direction de la CRESS peut le faire.",
    audience=lambda obj: f"group:{CressGroup.MANAGER}",
    kinds=[ActorKind.USER, ActorKind.SYSTEM],
    one=lambda obj: (_is_manager, {}),
)
def cress_manager(obj: Any) -> "QuerySet[User]":
    return staff(CressGroup.MANAGER)


@DirectoryRules.cress_staff.grants(
    who="la CRESS",
    denial="Seule la CRESS voit cette page.",
)
def cress_staff(obj: Any) -> "QuerySet[User]":
    return staff(*CressGroup)


@DirectoryRules.monitor.grants(
    who="le contrôle indépendant",
    denial="Seul le contrôle indépendant peut le faire.",
    audience=lambda obj: f"group:{WatchGroup.MONITOR}",
)
def monitor(obj: Any) -> "QuerySet[User]":
    return staff(*WatchGroup)
