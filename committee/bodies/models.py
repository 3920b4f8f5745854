"""Who deliberates: a body, its colleges, and the mandates of its members."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from committee.bodies.enums import MandateRole
from committee.bodies.querysets import MandateQuerySet
from committee.bodies.voting_rules import Denominator, Majority, VotingRule
from directory.organisations.models import Organisation
from directory.people.models import User
from workflows.history import Audited
from workflows.presentation.french import format_date


def default_rule() -> dict[str, Any]:
    """Our default rule: absolute majority of the expressed votes, quorum of half the members."""
    return VotingRule(
        version=1, majority=Majority.ABSOLUTE, denominator=Denominator.EXPRESSED
    ).to_dict()


class Body(Audited):
    """A body that deliberates (« Comité scientifique et éthique »).

    `rule` is its voting rule as `VotingRule.to_dict` gives it. A session votes under the one of the
    day it was convened (`Session.rule`), and each decision keeps the one it was taken by.
    """

    ACTIONS: ClassVar = {"establish": "Instance créée"}
    KEPT = ("name",)

    name = models.CharField("nom", max_length=120, unique=True)
    rule = models.JSONField("règle de vote", default=default_rule)

    class Meta:
        verbose_name = "instance"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def voting_rule(self) -> VotingRule:
        """The rule of the sessions to be convened."""
        return VotingRule.from_dict(self.rule)


class College(models.Model):
    """One of the colleges a body is made of; votes are counted together, and shown by college."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="colleges")
    name = models.CharField("nom", max_length=120)
    position = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "collège"
        ordering = ["body", "position"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name"], name="one_college_per_name"),
            models.UniqueConstraint(fields=["body", "position"], name="one_college_per_position"),
            models.CheckConstraint(condition=~Q(name=""), name="college_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Mandate(Audited):
    """A person's seat in a college, from `starts_on` to `ends_on` included (null: no end set).

    `organisation` is the one they represent, if any: its links are theirs (see `conflicts`).
    `cancelled_at`: appointed by mistake, which was seen before it had any effect; the mandate is
    then in force on no day.
    """

    ACTIONS: ClassVar = {
        "appoint": "Nomination",
        "end": "Fin de mandat fixée",
        "cancel": "Nomination annulée",
    }
    ANNOUNCED = tuple(ACTIONS)

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mandates")
    college = models.ForeignKey(College, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(
        "rôle", max_length=10, choices=MandateRole.choices, default=MandateRole.MEMBER
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation représentée",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
    )
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "mandat"
        ordering = ["college__position", "user__last_name", "user__first_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=MandateRole.values), name="mandate_role_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="mandate_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["user", "college"],
                condition=Q(ends_on__isnull=True, cancelled_at__isnull=True),
                name="one_running_mandate",
            ),
        ]

    def __str__(self) -> str:
        represents = f", pour {self.organisation}" if self.organisation else ""
        return f"{self.user}, {self.college}{represents}"

    def get_absolute_url(self) -> str:
        """Where whoever has it finds what it asks of them: a mandate has no page of its own."""
        return reverse("home")

    @property
    def period(self) -> str:
        """« du 1er mars 2026 au 28 février 2029 », « à partir du 1er mars 2026 »."""
        start = format_date(self.starts_on)
        if self.ends_on is None:
            return f"à partir du {start}"
        return f"du {start} au {format_date(self.ends_on)}"
