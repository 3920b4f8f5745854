"""The groups that people are appointed to: value, French label."""

from django.db import models


class CressGroup(models.TextChoices):
    """The groups of the CRESS staff, created by migration."""

    INSTRUCTOR = "cress-instructor", "CRESS, instruction"
    MANAGER = "cress-manager", "CRESS, direction"


class WatchGroup(models.TextChoices):
    """Who watches the scheme from outside: of neither the CRESS nor the committee."""

    MONITOR = "monitor", "Contrôle indépendant"


RoleGroup = CressGroup | WatchGroup
ROLE_GROUPS: dict[str, RoleGroup] = {group.value: group for group in (*CressGroup, *WatchGroup)}
ROLE_CHOICES = [(group.value, group.label) for group in ROLE_GROUPS.values()]
