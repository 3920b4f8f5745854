"""What was answered to a consultation, and what holders show of the text: records of their own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from directory.charters.models import Signature
from directory.organisations.models import Organisation
from labelling.revisions.enums import Position
from labelling.revisions.models.revision import CharterRevision
from workflows.history import Audited


class ConsultedParty(Audited):
    """Who was asked what they think of a revision, and what they answered.

    An `organisation` is a holder, which answers by itself; a `name` somebody whom the CRESS asked.
    """

    ACTIONS: ClassVar = {
        "ask_party": "Avis demandé",
        "record_answer": "Réponse notée",
        "give_opinion": "Avis donné",
    }
    ERASABLE: ClassVar[tuple[str, ...]] = ("name", "words")

    revision = models.ForeignKey(CharterRevision, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField("nom", max_length=160, blank=True)
    position = models.CharField("avis", max_length=12, choices=Position.choices, blank=True)
    words = models.TextField("réponse", blank=True)
    asked_on = models.DateField("interrogé le")
    answered_on = models.DateField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "avis demandé"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "organisation"], name="holder_heard_once"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name="")
                | Q(organisation__isnull=True) & ~Q(name=""),
                name="party_named",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None, position="")
                | Q(answered_on__isnull=False, position__in=Position.values),
                name="party_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.name)


class ShownAlignment(Audited):
    """What a holder shows of the new text, under which it has signed as well."""

    ACTIONS: ClassVar = {"align": "Nouveau texte signé"}
    ERASABLE: ClassVar[tuple[str, ...]] = ("words",)

    revision = models.ForeignKey(
        CharterRevision, on_delete=models.PROTECT, related_name="alignments"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="+")
    words = models.TextField("ce qui est montré")
    shown_on = models.DateField("montré le")

    class Meta:
        verbose_name = "engagement mis à jour"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "organisation"], name="aligned_once"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
