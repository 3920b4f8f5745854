"""Charters are versioned data; a signature keeps the digest of the exact text signed."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from directory.charters.enums import PART_CHOICES, CharterKind, CharterVersionState
from directory.charters.querysets import CharterVersionQuerySet
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.rulebook import DirectoryRules
from workflows.lifecycles import Lifecycle, State, StateField, law, state_is_known
from workflows.rules import Context

PAGES: dict[str, str] = {
    CharterKind.STRUCTURES: "charter",
    CharterKind.ACCOMPANISTS: "accompanists_charter",
}


class Charter(models.Model):
    """What people sign; its text is in its versions."""

    kind = models.CharField("charte", max_length=20, choices=CharterKind.choices, unique=True)

    class Meta:
        verbose_name = "charte"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CharterKind.values), name="charter_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class CharterVersion(Lifecycle):
    """One text of a charter. `digest` is the SHA-256 of `text` encoded in UTF-8."""

    STATES = (
        State(CharterVersionState.DRAFT, "Brouillon", "mute", "pencil", awaits="la CRESS"),
        State(CharterVersionState.PROPOSED, "Proposée", "wait", "clock", awaits="le comité"),
        State(CharterVersionState.IN_FORCE, "En vigueur", "ok", "check"),
        State(CharterVersionState.SUPERSEDED, "Remplacée", "mute", "archive", final=True),
    )
    KEPT = ("title", "text", "digest")

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("version")
    title = models.CharField("titre", max_length=200)
    text = models.TextField("texte")
    digest = models.CharField("empreinte SHA-256", max_length=64)
    state = StateField(choices=CharterVersionState.choices, default=CharterVersionState.DRAFT)
    in_force_from = models.DateField("en vigueur depuis", null=True, blank=True)

    objects = CharterVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version de charte"
        constraints = [
            models.UniqueConstraint(fields=["charter", "number"], name="charter_version_number"),
            models.UniqueConstraint(
                fields=["charter"],
                condition=Q(state=CharterVersionState.IN_FORCE),
                name="one_charter_version_in_force",
            ),
            models.CheckConstraint(
                condition=state_is_known(CharterVersionState), name="charter_version_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=CharterVersionState.IN_FORCE) | Q(in_force_from__isnull=False),
                name="charter_in_force_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def get_absolute_url(self) -> str:
        """Its public page. `charter` should be loaded."""
        return reverse(f"directory:{PAGES[self.charter.kind]}_version", args=[self.number])

    @property
    def text_url(self) -> str:
        """Where its exact text is downloaded."""
        return reverse(f"directory:{PAGES[self.charter.kind]}_text", args=[self.number])

    @law(
        source=CharterVersionState.DRAFT,
        target=CharterVersionState.PROPOSED,
        label="Proposer cette version",
        done="Version proposée",
        policy=DirectoryRules.time,
        silent=True,
    )
    def propose(self, context: Context) -> None:
        """From here the text no longer changes. By an adopted revision, or the first loading."""

    @law(
        source=CharterVersionState.PROPOSED,
        target=CharterVersionState.IN_FORCE,
        label="Mettre en vigueur",
        done="Version en vigueur",
        policy=DirectoryRules.time,
        silent=True,
    )
    def enact(self, context: Context) -> None:
        self.in_force_from = context.today

    @law(
        source=CharterVersionState.IN_FORCE,
        target=CharterVersionState.SUPERSEDED,
        label="Remplacer",
        done="Version remplacée",
        policy=DirectoryRules.time,
        silent=True,
    )
    def supersede(self, context: Context) -> None:
        """Signatures given under it remain valid until their recognition ends."""


class Principle(models.Model):
    """One of the principles of a charter version, in the words of that version.

    The accompanists' charter has groups of commitments: the first line of `text` is the group's,
    the others are its commitments.
    """

    APPEND_ONLY = True

    version = models.ForeignKey(CharterVersion, on_delete=models.CASCADE, related_name="principles")
    key = models.CharField(max_length=20, choices=PART_CHOICES)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        verbose_name = "principe"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="principle_once"),
            models.CheckConstraint(
                condition=Q(key__in=[key for key, _ in PART_CHOICES]), name="principle_key_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_key_display()


class Signature(models.Model):
    """The signature of a charter version by an organisation. Append-only.

    `name` and `function` are as typed by the signatory, `digest` that of the text they read.
    `signed_by` is None for one on paper, taken up with the label that it gave.
    """

    APPEND_ONLY = True

    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="signatures"
    )
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField("nom du signataire", max_length=160)
    function = models.CharField("fonction", max_length=120)
    digest = models.CharField("empreinte SHA-256 du texte signé", max_length=64)
    signed_at = models.DateTimeField("signée le")

    class Meta:
        verbose_name = "signature"

    def __str__(self) -> str:
        return f"{self.organisation}, {self.version}"
