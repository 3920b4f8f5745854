"""The invitations to join an organisation."""

from datetime import UTC

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from directory.joining.querysets import InvitationQuerySet
from directory.memberships.enums import MembershipRole
from directory.organisations.models import Organisation
from directory.people.models import User


class Invitation(models.Model):
    """An invitation to join an organisation, sent by e-mail.

    The link's secret is nowhere in the database, queue of tasks included: a stolen copy opens no
    door. It is an HMAC of the invitation under the site's key, so the task that writes the
    message computes it anew; `secret_digest`, its SHA-256, finds what a link opens.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField("adresse e-mail")
    role = models.CharField("rôle", max_length=20, choices=MembershipRole.choices)
    secret_digest = models.CharField(
        max_length=64, unique=True, validators=[RegexValidator(r"^[0-9a-f]{64}$")]
    )
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("envoyée le")
    expires_at = models.DateTimeField("valable jusqu’au")
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Kept once withdrawn: it still counts among the messages sent that day.
    withdrawn_at = models.DateTimeField("annulée le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(accepted_by__isnull=True, withdrawn_at__isnull=True),
                name="one_pending_invitation",
            ),
            models.CheckConstraint(
                condition=Q(role__in=MembershipRole.values), name="invitation_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.organisation}"

    @property
    def secret(self) -> str:
        """The secret of the link last sent: 64 hexadecimal digits."""
        sent_at = self.sent_at.astimezone(UTC).isoformat()
        material = f"{self.organisation_id}:{self.email}:{sent_at}"
        return salted_hmac("directory.invitation", material, algorithm="sha256").hexdigest()
