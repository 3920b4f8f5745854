"""The link by which a calendar follows the renewals: one for each person, and theirs to revoke."""

import hashlib
from secrets import token_hex

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import salted_hmac

from workflows.presentation.links import absolute


def new_salt() -> str:
    """Which no other link has."""
    return token_hex(16)


class CalendarLink(models.Model):
    """What its secret opens, without signing in: as much as `person` may read, and no more.

    The secret is kept nowhere. It is an HMAC of the link under the site's key, so that the page of
    its person may show it again; `digest`, its SHA-256, finds what an address opens.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_links"
    )
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    digest = models.CharField("empreinte du secret", max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("créé le")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta:
        verbose_name = "lien d’agenda"
        verbose_name_plural = "liens d’agenda"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at=None), name="one_calendar_link"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("made_at")),
                name="calendar_link_revoked_after_made",
            ),
        ]

    def __str__(self) -> str:
        return f"lien d’agenda {self.pk}"

    @property
    def replaces_another(self) -> bool:
        """Whether one was closed as this one was made."""
        former = CalendarLink.objects.filter(person=self.person_id, revoked_at=self.made_at)
        return former.exclude(pk=self.pk).exists()

    @property
    def secret(self) -> str:
        """64 hexadecimal digits."""
        material = f"{self.person_id}:{self.salt}"
        return salted_hmac("desk.calendar", material, algorithm="sha256").hexdigest()

    @property
    def url(self) -> str:
        """The address to give to a calendar; empty once the site has another key, under which the
        secret cannot be told again: the link still opens."""
        if self.digest != digest_of(self.secret):
            return ""
        return absolute(reverse("desk:calendar", args=[self.secret]))


def digest_of(secret: str) -> str:
    """What finds the link of `secret`."""
    return hashlib.sha256(secret.encode()).hexdigest()
