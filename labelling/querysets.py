"""Questions to the dossiers. Imported by the models, so it imports none of them."""

from typing import Any

from django.db import models

from labelling.enums import DossierState

IN_QUEUE = (
    DossierState.SUBMITTED,
    DossierState.UNDER_INSTRUCTION,
    DossierState.TO_COMPLETE,
    DossierState.ADMISSIBLE,
    DossierState.APPEALED,
)


class DossierQuerySet(models.QuerySet[Any]):
    def of_organisations(self, organisations: Any) -> "DossierQuerySet":
        return self.filter(organisation__in=organisations)

    def filed(self) -> "DossierQuerySet":
        """What the CRESS sees in its lists: everything once submitted."""
        return self.filter(submitted_at__isnull=False)

    def in_queue(self) -> "DossierQuerySet":
        """What still asks something of the CRESS, oldest first."""
        return self.filter(state__in=IN_QUEUE).order_by("submitted_at", "pk")

    def ready_for_committee(self) -> "DossierQuerySet":
        return self.filter(state__in=[DossierState.ADMISSIBLE, DossierState.APPEALED])
