"""The addresses that take nothing any more."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from notifications.addresses.enums import Finding


class AddressFlagQuerySet(models.QuerySet["AddressFlag"]):
    def standing(self) -> "AddressFlagQuerySet":
        """Those of addresses to which nothing is sent."""
        return self.filter(lifted_at=None)

    def of(self, user: Any) -> "AddressFlagQuerySet":
        return self.filter(user=user)


class AddressFlag(models.Model):
    """That the address of a person takes nothing, since when, and who found that it does again.

    `problem` is what its server said. `lifted_by` is the reference of an actor: the person, the
    direction, or the system once the address is another. `User.failing_email` says the same of the
    flag that stands, for every page to read without a query.
    """

    ANNOUNCED = ("raise",)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address_flags"
    )
    address = models.EmailField("adresse")
    finding = models.CharField(max_length=10, choices=Finding.choices)
    problem = models.TextField()
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=60, blank=True)

    objects = AddressFlagQuerySet.as_manager()

    class Meta:
        verbose_name = "adresse signalée"
        verbose_name_plural = "adresses signalées"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(lifted_at=None), name="address_flag_once"
            ),
            models.CheckConstraint(
                condition=Q(finding__in=Finding.values), name="address_flag_finding_known"
            ),
            models.CheckConstraint(condition=~Q(problem=""), name="address_flag_said"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by="")
                | (Q(lifted_at__isnull=False) & ~Q(lifted_by="")),
                name="address_flag_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        """Where its person reads why, and mends it."""
        return reverse("notifications:my_address")
