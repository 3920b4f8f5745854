"""Who reads the register of impartiality: those who decide by it, and those who watch."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from directory.people.enums import ROLE_GROUPS
from directory.people.models import User
from directory.rulebook import DirectoryRules

Readers = Callable[[], Q]
_readers: list[Readers] = []


def reads_interests(provider: Readers) -> Readers:
    """Register `provider() -> Q over users`: more people who read the register."""
    _readers.append(provider)
    return provider


@DirectoryRules.read_interests.grants(
    who="la CRESS, le comité et le contrôle indépendant",
    denial="Seuls la CRESS, le comité et le contrôle indépendant lisent ce registre.",
)
def read_interests(obj: Any) -> "QuerySet[User]":
    condition = Q(groups__name__in=ROLE_GROUPS)
    for provider in _readers:
        condition |= provider()
    return User.objects.filter(condition).distinct()
