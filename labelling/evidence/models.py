"""What a structure shows: evidence, one principle at a time, and the presentations.

Each is an audited record of its own, written by an action of its dossier, so that the history
shows the text before and after.
"""

import hashlib
from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q

from directory.charters.enums import PrincipleKey
from labelling.dossiers.models import Dossier
from labelling.evidence.enums import InternalBody
from workflows.history import Audited
from workflows.presentation.french import format_date


class Evidence(Audited):
    """What the structure says of one principle; its files are attachments of the case."""

    ERASABLE = ("text",)

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="evidence")
    principle = models.CharField("principe", max_length=20, choices=PrincipleKey.choices)
    text = models.TextField("description", blank=True)

    class Meta:
        verbose_name = "preuve"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "principle"], name="evidence_once"),
            models.CheckConstraint(
                condition=Q(principle__in=PrincipleKey.values), name="evidence_principle_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_principle_display()

    @property
    def slot(self) -> str:
        """The attachment slot of this principle's files."""
        return f"principle:{self.principle}"


class AssemblyPresentation(Audited):
    """The mandatory presentation at the annual general assembly (charter, fifth principle)."""

    ERASABLE = ("debate_summary",)

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="assembly")
    held_on = models.DateField("date de l’AG")
    present_count = models.PositiveIntegerField("membres présents ou représentés")
    member_count = models.PositiveIntegerField("membres convoqués")
    debated = models.BooleanField("débat tenu")
    debate_summary = models.TextField("ce qui s’est dit", blank=True)

    MINUTES_SLOT = "minutes"

    class Meta:
        verbose_name = "présentation en AG"
        constraints = [
            models.CheckConstraint(
                condition=Q(present_count__lte=F("member_count")), name="assembly_attendance"
            ),
            models.CheckConstraint(condition=Q(member_count__gt=0), name="assembly_has_members"),
        ]

    def __str__(self) -> str:
        return f"AG du {format_date(self.held_on)}"


class InternalPresentation(Audited):
    """How an internal body was told, or why it does not apply: one or the other, never neither."""

    ERASABLE = ("not_applicable",)

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="internal_presentations"
    )
    body = models.CharField("instance", max_length=20, choices=InternalBody.choices)
    told_on = models.DateField("informée le", null=True, blank=True)
    not_applicable = models.CharField("pourquoi sans objet", max_length=300, blank=True)

    class Meta:
        verbose_name = "présentation interne"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "body"], name="internal_body_once"),
            models.CheckConstraint(
                condition=Q(body__in=InternalBody.values), name="internal_body_known"
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=False, not_applicable="")
                | (Q(told_on__isnull=True) & ~Q(not_applicable="")),
                name="internal_told_or_explained",
            ),
        ]

    def __str__(self) -> str:
        return self.get_body_display()


def presentation_seal(parts: Iterable[Audited]) -> str:
    """One digest for all that is recorded of the presentation: any writing gives another."""
    heads = sorted(part.history_head for part in parts)
    return hashlib.sha256("".join(heads).encode()).hexdigest()
