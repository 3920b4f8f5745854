"""Who speaks for an organisation, when it is in doubt: what people show, what they claim."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from directory.memberships.representing import is_represented
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.representation.enums import ClaimState
from directory.representation.inputs import ClaimAccepted
from directory.representation.querysets import ClaimQuerySet
from directory.rulebook import DirectoryRules
from workflows.lifecycles import Lifecycle, State, StateField, law, state_is_known
from workflows.models import StoredFile
from workflows.rules import Context


class RepresentationProof(StoredFile):
    """What `uploaded_by` shows of their right to speak for `organisation`: a mandate, minutes.

    Read by that person and by the CRESS alone: it may be an identity paper. Never taken back; the
    scan alone changes.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proofs")

    class Meta(StoredFile.Meta):
        verbose_name = "preuve de représentation"
        indexes = [
            models.Index(fields=["organisation", "uploaded_by"], name="proof_of_person"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("directory:proof", kwargs={"pk": self.pk})


class RepresentationClaim(Lifecycle):
    """« Cette organisation est la mienne »: someone says another speaks for it without right.

    It goes to the direction of the CRESS, never to those who represent the organisation today.
    """

    ACTIONS: ClassVar = {"open": "Contestation ouverte"}
    STATES = (
        State(ClaimState.OPEN, "Ouverte", "wait", "clock", awaits="la direction de la CRESS"),
        State(ClaimState.ACCEPTED, "Acceptée", "ok", "check", final=True),
        State(ClaimState.REFUSED, "Refusée", "stop", "x", final=True),
        State(ClaimState.WITHDRAWN, "Retirée", "mute", "archive", final=True),
    )
    BIRTHS = {"open": ClaimState.OPEN}
    ERASABLE = ("function", "explanation")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="claims")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="claims")
    function = models.CharField("fonction", max_length=120)
    explanation = models.TextField("explication", max_length=5000)
    state = StateField(choices=ClaimState.choices, default=ClaimState.OPEN)
    opened_at = models.DateTimeField("ouverte le")
    closed_at = models.DateTimeField("close le", null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "contestation"
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=state_is_known(ClaimState), name="claim_state_known"),
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(state=ClaimState.OPEN),
                name="one_open_claim",
            ),
            models.CheckConstraint(
                condition=Q(state=ClaimState.OPEN, closed_at__isnull=True)
                | (~Q(state=ClaimState.OPEN) & Q(closed_at__isnull=False)),
                name="claim_closed_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("directory:claim", kwargs={"pk": self.pk})

    @property
    def contested(self) -> bool:
        """Whether somebody else represents the organisation today."""
        return is_represented(self.organisation_id, besides=self.user)

    @law(
        source=ClaimState.OPEN,
        target=ClaimState.ACCEPTED,
        label="Accepter la contestation",
        done="Contestation acceptée",
        policy=DirectoryRules.claim_judge,
        takes=ClaimAccepted,
        guards=[DirectoryRules.verification_told, DirectoryRules.ended_are_members],
        effects=[DirectoryRules.settle_claim],
        reasoned=True,
    )
    def accept(self, context: Context) -> None:
        """The person becomes a verified representative; those named in `ended` leave, as told."""
        self.closed_at = context.at

    @law(
        source=ClaimState.OPEN,
        target=ClaimState.REFUSED,
        label="Refuser la contestation",
        done="Contestation refusée",
        policy=DirectoryRules.claim_judge,
        reasoned=True,
    )
    def refuse(self, context: Context) -> None:
        self.closed_at = context.at

    @law(
        source=ClaimState.OPEN,
        target=ClaimState.WITHDRAWN,
        label="Retirer ma contestation",
        done="Contestation retirée",
        policy=DirectoryRules.claimant,
    )
    def withdraw(self, context: Context) -> None:
        self.closed_at = context.at
