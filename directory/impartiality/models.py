"""The register of impartiality: the links of those who run, decide of, or watch the scheme."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from directory.impartiality.enums import Measure, Nature, Place
from directory.impartiality.querysets import InterestQuerySet
from directory.organisations.models import Organisation
from directory.people.models import User
from workflows.history import Audited


class Interest(Audited):
    """A link of a `person`, or of a `holder` organisation, with `organisation`; None: the scheme.

    It binds as its `measure` says, from its declaration until it is closed, and is examined again
    by `review_on`. What the link is stays in `description`, in the words of whoever keeps the
    register.
    """

    ACTIONS: ClassVar = {
        "declare": "Lien déclaré",
        "ask_review": "Réexamen demandé",
        "review": "Lien réexaminé",
        "end": "Lien clos",
    }
    ANNOUNCED = ("declare", "ask_review")
    ERASABLE: ClassVar[tuple[str, ...]] = ("description",)

    person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="interests"
    )
    holder = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interests_held",
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="interests"
    )
    place = models.CharField("place dans le dispositif", max_length=20, choices=Place.choices)
    nature = models.CharField("nature du lien", max_length=20, choices=Nature.choices)
    description = models.TextField("ce qu’est le lien", max_length=2_000)
    measure = models.CharField("mesure prise", max_length=20, choices=Measure.choices)
    declared_on = models.DateField("déclaré le")
    review_on = models.DateField("à réexaminer le")
    review_asked_on = models.DateField("réexamen demandé le", null=True, blank=True)
    ended_on = models.DateField("clos le", null=True, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = "lien d’intérêt"
        verbose_name_plural = "liens d’intérêt"
        ordering = ["review_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, holder__isnull=False)
                | Q(person__isnull=False, holder=None),
                name="interest_of_one",
            ),
            models.CheckConstraint(
                condition=Q(holder=None) | Q(organisation=None) | ~Q(holder=F("organisation")),
                name="interest_in_another",
            ),
            # Nobody could decide anything whom a link with the scheme itself kept from it.
            models.CheckConstraint(
                condition=Q(measure=Measure.DISCLOSURE)
                | Q(measure=Measure.RECUSAL, organisation__isnull=False),
                name="interest_measure_fits",
            ),
            models.CheckConstraint(
                condition=Q(place__in=Place.values, nature__in=Nature.values),
                name="interest_words_known",
            ),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("declared_on")), name="interest_review_later"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("declared_on")),
                name="interest_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "person", "holder"],
                condition=Q(ended_on=None, measure=Measure.RECUSAL),
                name="interest_binding",
            ),
            models.Index(fields=["ended_on", "review_on", "id"], name="interest_by_review"),
        ]

    def __str__(self) -> str:
        return f"{self.who}, {self.with_whom}"

    def get_absolute_url(self) -> str:
        return f"{reverse('directory:interests')}#lien-{self.pk}"

    @property
    def who(self) -> str:
        """Whoever has the link."""
        return str(self.person or self.holder)

    @property
    def with_whom(self) -> str:
        """What it is with: an organisation, or the scheme itself."""
        return str(self.organisation) if self.organisation else "le dispositif OSE"
