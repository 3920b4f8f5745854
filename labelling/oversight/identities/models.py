"""Who complained, when they said so: sealed, kept apart, read by two people or by nobody."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from labelling.oversight.complaints.models import Complaint
from labelling.oversight.sealing.box import seal, unseal
from workflows.history import Audited


@dataclass(frozen=True, slots=True)
class Identity:
    """What somebody says of who they are; each may be empty, not all."""

    name: str = ""
    email: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.email or self.phone)


class SealedIdentity(models.Model):
    """The identity of whoever made a complaint. No row of history repeats it, nothing names it.

    `mailbox` is the same address as in the identity, sealed apart for the one who asked to be
    written to: the site alone reads it, to say that there is something new.
    """

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="identity")
    sealed = models.TextField("identité scellée")
    mailbox = models.TextField("adresse scellée", blank=True)

    class Meta:
        verbose_name = "identité scellée"

    def __str__(self) -> str:
        return f"Identité scellée de {self.complaint.reference}"

    @classmethod
    def of(cls, complaint: Complaint, identity: Identity, *, written_to: bool) -> "SealedIdentity":
        """`identity` sealed for `complaint`, not saved yet."""
        made = cls(complaint=complaint)
        made.sealed = seal(
            json.dumps([identity.name, identity.email, identity.phone]), place=made._place("who")
        )
        if written_to and identity.email:
            made.mailbox = seal(identity.email, place=made._place("mailbox"))
        return made

    def opened(self) -> Identity:
        """Who it was. Raises NotOurs. The caller has had two people agree."""
        return Identity(*json.loads(unseal(self.sealed, place=self._place("who"))))

    def address(self) -> str:
        """Where to say that there is something new; empty for nowhere. Raises NotOurs."""
        return unseal(self.mailbox, place=self._place("mailbox")) if self.mailbox else ""

    def sealed_again(self) -> None:
        """Seal what stands here by the current key. Raises NotOurs."""
        held = unseal(self.sealed, place=self._place("who"))
        address = self.address()
        self.sealed = seal(held, place=self._place("who"))
        self.mailbox = seal(address, place=self._place("mailbox")) if address else ""

    def _place(self, what: str) -> str:
        return f"{what}:{self.complaint.reference}"


class Opening(Audited):
    """That somebody asked to read an identity, and what a second person answered.

    `agreed` is None until then. The identity is shown to both until `open_until`, and no longer.
    `reason_seal` and `refusal_seal` are the `seal`s of the entries that say why.
    """

    ACTIONS: ClassVar = {
        "ask_identity": "Lecture de l’identité demandée",
        "agree_identity": "Lecture de l’identité acceptée",
        "refuse_identity": "Lecture de l’identité refusée",
    }
    ANNOUNCED = tuple(ACTIONS)
    KEPT = ("reason_seal", "refusal_seal")

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="openings")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="demandée par",
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField("demandée le")
    reason_seal = models.CharField("engagement sur les motifs", max_length=64)
    refusal_seal = models.CharField("engagement sur les motifs du refus", max_length=64, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="réponse de",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    settled_at = models.DateTimeField("réponse le", null=True, blank=True)
    agreed = models.BooleanField("acceptée", null=True, blank=True)
    open_until = models.DateTimeField("lisible jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "lecture d’identité"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed__isnull=True, settled_by__isnull=True, settled_at__isnull=True)
                | Q(agreed__isnull=False, settled_by__isnull=False, settled_at__isnull=False),
                name="opening_settled_whole",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("asked_by")),
                name="opening_takes_two",
            ),
            models.CheckConstraint(
                condition=Q(agreed=True, open_until__gt=F("settled_at"))
                | (Q(open_until__isnull=True) & (Q(agreed__isnull=True) | Q(agreed=False))),
                name="opening_ends",
            ),
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(agreed__isnull=True),
                name="one_pending_opening",
            ),
        ]

    def __str__(self) -> str:
        return "Lecture de l’identité"

    def get_absolute_url(self) -> str:
        return reverse("complaints:opening", args=[self.pk])

    def shows_to(self, user_id: int | None, at: datetime) -> bool:
        """Whether that person reads the identity at that moment."""
        if not self.agreed or self.open_until is None:
            return False
        return user_id in (self.asked_by_id, self.settled_by_id) and at < self.open_until
