"""What a referenced accompanist says of itself: one listing a recognition.

The law is the recognition's: a listing has no state, and is listed as long as that one is active.
"""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from directory.annuaire.enums import Domain
from directory.organisations.departments import DEPARTMENTS, named
from directory.organisations.folding import Folded, FoldedField
from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition

WORD_LENGTH = 60  # what is longer is looked for by its beginning


class Listing(models.Model):
    """The page of an accompanist in the annuaire, as its referencing was validated.

    `said` are the words of the page that may be looked for, folded, each once; the database adds
    the name and the place of the organisation in `folded_words`.
    """

    recognition = models.OneToOneField(
        Recognition, on_delete=models.PROTECT, related_name="listing"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="listings"
    )
    presentation = models.TextField("présentation", blank=True)
    website = models.URLField("site", blank=True)
    whole_approach = models.BooleanField("toute la démarche")
    accompanies = models.BooleanField("accompagnement")
    trains = models.BooleanField("formation")
    at_a_distance = models.BooleanField("à distance")
    said = models.TextField(editable=False)
    published_at = models.DateTimeField("publiée le", db_index=True)
    # Its organisation's, kept by the database (`FollowOrganisation`).
    folded_name = FoldedField(default="", editable=False)
    city = models.CharField(max_length=120, default="", editable=False)
    folded_words = models.GeneratedField(
        expression=Folded(
            Concat(
                F("folded_name"),
                Value(" "),
                F("city"),
                Value(" "),
                F("said"),
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "fiche d’accompagnateur"
        constraints = [
            models.CheckConstraint(
                condition=Q(accompanies=True) | Q(trains=True), name="listing_does_something"
            ),
            models.CheckConstraint(
                condition=Q(website="") | Q(website__regex=r"^https?://"),
                name="listing_website_is_one",
            ),
        ]

    def __str__(self) -> str:
        return self.recognition.number

    def get_absolute_url(self) -> str:
        """Its public page. `recognition` should be loaded."""
        return self.recognition.get_absolute_url()


class ListingDomain(models.Model):
    """A domain in which an accompanist carries specific actions."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField("thème", max_length=20, choices=Domain.choices)

    class Meta:
        verbose_name = "thème d’une fiche"
        constraints = [
            models.UniqueConstraint(fields=["domain", "listing"], name="listing_domain_once"),
            models.CheckConstraint(
                condition=Q(domain__in=Domain.values), name="listing_domain_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_domain_display()


class ListingDepartment(models.Model):
    """A department that an accompanist covers."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="departments")
    department = models.CharField("département", max_length=3)

    class Meta:
        verbose_name = "département d’une fiche"
        constraints = [
            models.UniqueConstraint(
                fields=["department", "listing"], name="listing_department_once"
            ),
            models.CheckConstraint(
                condition=Q(department__in=list(DEPARTMENTS)), name="listing_department_known"
            ),
        ]

    def __str__(self) -> str:
        return named(self.department)


class ListingReference(models.Model):
    """A mission that the accompanist and its client let be known."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="references")
    position = models.PositiveSmallIntegerField()
    client = models.CharField("client", max_length=200)
    year = models.PositiveSmallIntegerField("année")
    theme = models.CharField("thème", max_length=200)
    description = models.TextField("ce qui a été fait", blank=True)

    class Meta:
        verbose_name = "référence d’une fiche"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "position"], name="listing_reference_place"),
        ]

    def __str__(self) -> str:
        return f"{self.client}, {self.year}"
