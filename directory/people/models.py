"""People with an account, and the proof of who works for the CRESS, or watches it."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from directory.organisations.folding import Folded, FoldedField
from directory.people.enums import ROLE_CHOICES, ROLE_GROUPS
from workflows.actors import ERASED_NAME
from workflows.history import Audited, UnrecordedWrite
from workflows.presentation.lines import one_line

NOWHERE = "invalid"  # RFC 2606: the domain of those who were erased, where no mail arrives


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
    date_joined = models.DateTimeField("compte créé le", default=timezone.now)
    # Set and forgotten with the roles that ask for one: the last day of the delay given then.
    second_factor_due_on = models.DateField(
        "second facteur au plus tard le", null=True, blank=True, editable=False
    )
    # The address of theirs that takes no letter, as the notifications found: any other is fine.
    failing_email = models.EmailField(blank=True, default="", editable=False)

    # What people are looked for by, and sorted.
    folded_name = models.GeneratedField(
        expression=Folded(
            Concat(F("last_name"), Value(" "), F("first_name"), output_field=models.TextField())
        ),
        output_field=FoldedField(),
        db_persist=True,
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = "personne"
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]
        indexes = [models.Index(fields=["folded_name", "id"], name="user_by_name")]

    def __str__(self) -> str:
        return self.get_full_name()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; names are one line, whichever way they came in."""
        self.first_name, self.last_name = one_line(self.first_name), one_line(self.last_name)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """« Camille Morin », or the address of someone without a name, unless they were erased."""
        named = f"{self.first_name} {self.last_name}".strip()
        return named or (ERASED_NAME if self.is_erased else self.email)

    def get_short_name(self) -> str:
        return self.first_name or self.get_full_name()

    @property
    def is_unreachable(self) -> bool:
        """Whether their address is known to take no letter."""
        return bool(self.failing_email) and self.failing_email == self.email

    @property
    def is_erased(self) -> bool:
        """Whether who they were is forgotten: nothing is left but the row."""
        return self.email.endswith(f"@{NOWHERE}")


class TeamRole(Audited):
    """The time a person spends in a group, from `since` to `until` (null: today): of the CRESS, or
    of those who watch it.

    Policies read the group; this row proves who put the person there, who took them out, and
    when. `directory.people.operations` writes both.
    """

    ACTIONS: ClassVar = {"join": "Entrée dans l’équipe", "leave": "Départ de l’équipe"}
    ANNOUNCED = tuple(ACTIONS)

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="team_roles")
    group = models.CharField("groupe", max_length=20, choices=ROLE_CHOICES)
    since = models.DateTimeField("depuis")
    until = models.DateTimeField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "rôle dans l’équipe"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"], condition=Q(until__isnull=True), name="one_team_role"
            ),
            models.CheckConstraint(
                condition=Q(group__in=list(ROLE_GROUPS)), name="team_role_group_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="team_role_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {ROLE_GROUPS[self.group].label}"

    def get_absolute_url(self) -> str:
        """Where whoever has it finds what it asks of them: a role has no page of its own."""
        return reverse("home")


class NameChange(Audited):
    """That somebody changed their own name, and when.

    Neither name stands here: a row that kept one would outlive the erasure of whose it was.
    """

    ACTIONS: ClassVar = {"rename": "Nom modifié"}

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="name_changes")
    changed_at = models.DateTimeField("modifié le")

    class Meta:
        verbose_name = "changement de nom"
        verbose_name_plural = "changements de nom"

    def __str__(self) -> str:
        return str(self.user)


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="directory.unproven_group")
def refuse_unproven(action: str, **kwargs: Any) -> None:
    """`user.groups.add(…)` would give rights and leave no proof."""
    if action.startswith("pre_"):
        raise UnrecordedWrite("groups change through directory.people.operations")
