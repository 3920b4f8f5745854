"""A list narrowed in a way that somebody wants back: a name, and the address that narrows it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

MOST_QUERY = 500


class FilteredList(models.TextChoices):
    """The lists that may be kept so, by the name of their page."""

    DOSSIERS = "labelling:queue", "Dossiers"
    REFERENCINGS = "referencing:queue", "Référencements"
    OUTCOMES = "desk:outcomes", "Délais et issues"


class SavedFilter(models.Model):
    """One person's, and shown to nobody else. `query` is what follows « ? » in the address."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_filters"
    )
    name = models.CharField("nom", max_length=60)
    page = models.CharField("liste", max_length=40, choices=FilteredList.choices)
    query = models.CharField("filtre", max_length=MOST_QUERY, blank=True)

    class Meta:
        verbose_name = "filtre"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("person", Lower("name"), name="one_filter_of_a_name"),
            models.CheckConstraint(
                condition=models.Q(page__in=FilteredList.values), name="filter_list_known"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="filter_named"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The list, narrowed."""
        url = reverse(self.page)
        return f"{url}?{self.query}" if self.query else url
