"""What an accompanist shows: trained people, missions, commitments, and what clients said of them.

Each is an audited record of its own, written by an action of its application. What is taken off
keeps its row (`removed_at`).
"""

import hashlib
import json
import secrets
from typing import Any

from django.db import models
from django.db.models import Q

from directory.accompaniments.models import Accompaniment
from directory.charters.enums import CommitmentKey
from directory.charters.models import CharterVersion
from directory.organisations.folding import fold
from directory.organisations.models import Organisation
from directory.people.models import User
from labelling.referencing.enums import Channel
from labelling.referencing.models.referencing import Referencing
from labelling.referencing.querysets import EntryQuerySet
from workflows.history import Audited

FIRST_YEAR = 1950
LAST_YEAR = 2199


class TrainedPerson(Audited):
    """Somebody who followed the half-day training on the private part; a file attests it."""

    ERASABLE = ("name",)

    referencing = models.ForeignKey(Referencing, on_delete=models.PROTECT, related_name="people")
    name = models.CharField("nom", max_length=160)
    trained_on = models.DateField("formation suivie le")
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "personne formée"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="trained_person_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slot(self) -> str:
        """The attachment slot of the attestation."""
        return f"training:{self.pk}"


class Mission(Audited):
    """A mission that the accompanist gives as a reference.

    `with_ess`: for an organisation of the ESS; `on_improvement`: on continuous improvement; one may
    be both. Only what is `publishable` leaves for the annuaire. `contact_seal` commits to the
    contact (see `MissionContact`), empty when there never was one. `accompaniment` is what it means
    for who decides of a client on record.
    """

    ERASABLE = ("client_name", "theme", "description")
    KEPT = ("contact_seal",)

    referencing = models.ForeignKey(Referencing, on_delete=models.PROTECT, related_name="missions")
    client = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="missions"
    )
    accompaniment = models.OneToOneField(
        Accompaniment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mission",
        editable=False,
    )
    client_name = models.CharField("client", max_length=200, blank=True)
    year = models.PositiveSmallIntegerField("année")
    ended_on = models.DateField("terminée le", null=True, blank=True)
    theme = models.CharField("thème", max_length=160)
    description = models.TextField("ce qui a été fait")
    with_ess = models.BooleanField("auprès d’une organisation de l’ESS", default=False)
    on_improvement = models.BooleanField("sur l’amélioration continue", default=False)
    publishable = models.BooleanField("peut être publiée", default=False)
    contact_seal = models.CharField("sceau du contact", max_length=64, blank=True)
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "référence"
        ordering = ["-year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(client__isnull=False, client_name="")
                | (Q(client__isnull=True) & ~Q(client_name="")),
                name="mission_has_one_client",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="mission_year_plausible",
            ),
            models.CheckConstraint(
                condition=~Q(theme="") & ~Q(description=""), name="mission_described"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_label}, {self.year}"

    @property
    def client_label(self) -> str:
        """Whom it was for. `client` should be loaded."""
        return str(self.client) if self.client_id else self.client_name

    def is_that_of(self, client: Any, client_name: str, year: int, theme: str) -> bool:
        """Whether such another would be this one again: same client, same year, same theme."""
        mine = (self.client_id, fold(self.client_name), self.year, fold(self.theme))
        return mine == (client.pk if client else None, fold(client_name), year, fold(theme))


class MissionContact(models.Model):
    """Who may be asked about a mission: private, and gone when the retention rule says so.

    No row of history repeats it. What its mission keeps in its history is a commitment, the SHA-256
    of `salt` and these words: while they are here it proves them, and without them it says nothing.
    """

    mission = models.OneToOneField(Mission, on_delete=models.PROTECT, related_name="contact")
    name = models.CharField("nom", max_length=160)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = "contact d’une référence"
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & (~Q(email="") | ~Q(phone="")),
                name="mission_contact_reachable",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def new_salt() -> str:
        return secrets.token_hex(16)

    @property
    def seal(self) -> str:
        """The commitment to what stands here."""
        held = json.dumps([self.salt, self.name, self.email, self.phone])
        return hashlib.sha256(held.encode()).hexdigest()


class Acceptance(Audited):
    """The commitments of one group that the organisation accepts, as `version` words them.

    `accepted` holds their ranks, from 1. Those of a version that is not the one in force count for
    nothing any more.
    """

    referencing = models.ForeignKey(
        Referencing, on_delete=models.PROTECT, related_name="acceptances"
    )
    group = models.CharField("groupe", max_length=20, choices=CommitmentKey.choices)
    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="+")
    accepted = models.JSONField("engagements acceptés", default=list, blank=True)

    class Meta:
        verbose_name = "acceptation d’engagements"
        constraints = [
            models.UniqueConstraint(fields=["referencing", "group"], name="acceptance_once"),
            models.CheckConstraint(
                condition=Q(group__in=CommitmentKey.values), name="acceptance_group_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_group_display()


class ReferenceCheck(Audited):
    """What a client said of a mission, to whom and when: the committee reads it."""

    ERASABLE = ("said",)

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="checks")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField("le")
    channel = models.CharField("par", max_length=10, choices=Channel.choices)
    said = models.TextField("ce qui a été dit")

    class Meta:
        verbose_name = "contact pris"
        ordering = ["made_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="reference_check_channel_known"
            ),
            models.CheckConstraint(condition=~Q(said=""), name="reference_check_said"),
        ]

    def __str__(self) -> str:
        return self.get_channel_display()
