"""People, organisations, and the invitations to join one."""

import uuid
from datetime import UTC
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from directory.enums import MembershipRole
from directory.identifiers import format_siren
from directory.legal_forms import Eligibility, eligibility, label_of
from directory.querysets import InvitationQuerySet, OrganisationQuerySet
from workflows.history import Audited
from workflows.presentation.lines import one_line


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address, stored in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an active user; ValueError without an address."""
        if not email:
            raise ValueError("a user has an e-mail address")
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def at_address(self, email: str) -> "User | None":
        """Whose account has this address, however it is written."""
        return self.filter(email=email.strip().lower()).first()

    def reachable_at(self, email: str) -> "User | None":
        """Whose account has this address: confirmed there, or else the one it signs in with.

        One that somebody added to their account and never confirmed is nobody's yet.
        """
        address = email.strip().lower()
        confirmed = self.filter(emailaddress__email=address, emailaddress__verified=True)
        return confirmed.first() or self.at_address(address)

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an administrator."""
        return self.create_user(email, password, is_superuser=True, is_staff=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account.

    `pseudonym` is what the history knows a person by: renewing it erases who acted, and breaks
    no seal. A user is deactivated, never deleted.
    """

    email = models.EmailField("adresse e-mail", unique=True)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_staff = models.BooleanField("accès à l’administration", default=False)
    is_active = models.BooleanField("compte actif", default=True)
    date_joined = models.DateTimeField("inscrit le", default=timezone.now)
    # Set and forgotten with the roles that ask for one: the delay runs from there.
    second_factor_asked_on = models.DateField(
        "second facteur demandé depuis le", null=True, blank=True, editable=False
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = "personne"
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.get_full_name()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; names are one line, whichever way they came in."""
        self.first_name, self.last_name = one_line(self.first_name), one_line(self.last_name)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """« Camille Morin », or the address of someone without a name."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def get_short_name(self) -> str:
        return self.first_name or self.email


class Organisation(Audited):
    """A structure of the ESS, known by its SIREN, or by its RNA when it has none.

    `legal_form` is the INSEE category (« 9220 »), `declared_cooperative` the declaration of a
    SCOP or SCIC in a commercial form, which shows as a commercial category.
    """

    ACTIONS: ClassVar = {"create": "Organisation déclarée", "amend": "Fiche modifiée"}

    name = models.CharField("nom", max_length=200)
    siren = models.CharField("SIREN", max_length=9, unique=True, null=True, blank=True)
    siret = models.CharField("SIRET du siège", max_length=14, blank=True)
    rna = models.CharField("numéro RNA", max_length=10, unique=True, null=True, blank=True)
    legal_form = models.CharField("catégorie juridique", max_length=4)
    esus = models.BooleanField("agrément ESUS", default=False)
    declared_cooperative = models.BooleanField("forme coopérative déclarée", default=False)
    department = models.CharField("département", max_length=3)
    city = models.CharField("commune", max_length=120, blank=True)
    registered_at = models.DateTimeField("inscrite le", default=timezone.now)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(siren__isnull=False) | Q(rna__isnull=False),
                name="organisation_identified",
            ),
            models.CheckConstraint(
                condition=Q(siren__isnull=True) | Q(siren__regex=r"^[0-9]{9}$"),
                name="organisation_siren_digits",
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__regex=r"^[0-9]{14}$"),
                name="organisation_siret_digits",
            ),
            models.CheckConstraint(
                condition=Q(rna__isnull=True) | Q(rna__regex=r"^W[0-9][0-9A-Z][0-9]{7}$"),
                name="organisation_rna_shape",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:organisation", kwargs={"pk": self.pk})

    @property
    def identity(self) -> str:
        """« SIREN 732 829 320 », or « RNA W442012345 » for one without a SIREN."""
        return f"SIREN\u00a0{format_siren(self.siren)}" if self.siren else f"RNA\u00a0{self.rna}"

    @property
    def place(self) -> str:
        """« Angers (49) », or the department alone."""
        return f"{self.city} ({self.department})" if self.city else self.department

    @property
    def legal_form_label(self) -> str:
        return label_of(self.legal_form)

    @property
    def eligibility(self) -> Eligibility:
        """Whether its legal form may enter the scheme today."""
        return eligibility(
            self.legal_form, esus=self.esus, declared_cooperative=self.declared_cooperative
        )


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
