"""What an organisation is: its number, its legal form, its place."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from directory.organisations.departments import named
from directory.organisations.folding import Folded, FoldedField
from directory.organisations.identifiers import format_siren
from directory.organisations.legal_forms import Eligibility, eligibility, label_of
from directory.organisations.querysets import OrganisationQuerySet
from workflows.history import Audited
from workflows.models import StoredFile
from workflows.presentation.links import url_to


class Organisation(Audited):
    """A structure of the ESS, known by its SIREN, or by its RNA when it has none.

    `legal_form` is the INSEE category (« 9220 »), `declared_cooperative` the declaration of a
    SCOP or SCIC in a commercial form, which shows as a commercial category.
    """

    ACTIONS: ClassVar = {"create": "Organisation déclarée", "amend": "Fiche modifiée"}
    # What the register publishes of it.
    KEPT = ("name", "siren", "siret", "rna", "legal_form", "department", "city")

    name = models.CharField("nom", max_length=200)
    siren = models.CharField("SIREN", max_length=9, unique=True, null=True, blank=True)
    siret = models.CharField("SIRET du siège", max_length=14, blank=True)
    rna = models.CharField("numéro RNA", max_length=10, unique=True, null=True, blank=True)
    legal_form = models.CharField("catégorie juridique", max_length=4)
    esus = models.BooleanField("agrément ESUS", default=False)
    declared_cooperative = models.BooleanField("forme coopérative déclarée", default=False)
    department = models.CharField("département", max_length=3)
    city = models.CharField("commune", max_length=120, blank=True)
    folded_name = models.GeneratedField(
        expression=Folded("name"), output_field=FoldedField(), db_persist=True
    )
    registered_at = models.DateTimeField("inscrite le", default=timezone.now)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["folded_name", "id"], name="organisation_by_name")]
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
        return url_to("directory:organisation", self.pk)

    @property
    def identity(self) -> str:
        """« SIREN 732 829 320 », or « RNA W442012345 » for one without a SIREN."""
        return f"SIREN\u00a0{format_siren(self.siren)}" if self.siren else f"RNA\u00a0{self.rna}"

    @property
    def place(self) -> str:
        """« Angers (49) », or « Maine-et-Loire (49) » for one whose city is not known."""
        return f"{self.city} ({self.department})" if self.city else named(self.department)

    @property
    def legal_form_label(self) -> str:
        return label_of(self.legal_form)

    @property
    def eligibility(self) -> Eligibility:
        """Whether its legal form may enter the scheme today."""
        return eligibility(
            self.legal_form, esus=self.esus, declared_cooperative=self.declared_cooperative
        )

    @property
    def eligibility_proof(self) -> "EligibilityProof | None":
        """What it showed last of its approval or of its statutes, if anything."""
        found: EligibilityProof | None = self.eligibility_proofs.last()
        return found


class EligibilityProof(StoredFile):
    """What shows that a commercial company is of the ESS: its ESUS approval, or its statutes.

    Read by those who act for `organisation` and by the CRESS. Never taken back: a newer one comes
    after it.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="eligibility_proofs"
    )

    class Meta(StoredFile.Meta):
        verbose_name = "justificatif d’appartenance à l’ESS"

    def get_absolute_url(self) -> str:
        return reverse("directory:eligibility_proof", kwargs={"pk": self.pk})
