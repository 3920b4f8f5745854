"""Who works for the CRESS, in which of its two groups, and the proof of it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.urls import reverse

from directory.enums import CressGroup
from directory.models.people import User
from workflows.history import Audited, UnrecordedWrite


class TeamRole(Audited):
    """The time a person spends in a group of the CRESS, from `since` to `until` (null: today).

    Policies read the group; this row proves who put the person there, who took them out, and
    when. `directory.operations.team` writes both.
    """

    ACTIONS: ClassVar = {"join": "Entrée dans l’équipe", "leave": "Départ de l’équipe"}

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="team_roles")
    group = models.CharField("groupe", max_length=20, choices=CressGroup.choices)
    since = models.DateTimeField("depuis")
    until = models.DateTimeField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "rôle dans l’équipe"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"], condition=Q(until__isnull=True), name="one_team_role"
            ),
            models.CheckConstraint(
                condition=Q(group__in=CressGroup.values), name="team_role_group_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="team_role_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {CressGroup(self.group).label}"

    def get_absolute_url(self) -> str:
        """Where whoever has it finds what it asks of them: a role has no page of its own."""
        return reverse("home")


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="directory.unproven_group")
def refuse_unproven(action: str, **kwargs: Any) -> None:
    """`user.groups.add(…)` would give rights and leave no proof."""
    if action.startswith("pre_"):
        raise UnrecordedWrite("groups change through directory.operations.team")
