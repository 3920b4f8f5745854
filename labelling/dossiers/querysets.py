"""Questions to the dossiers. Imported by the models, so it imports none of them."""

from typing import Any

from django.db import models


class DossierQuerySet(models.QuerySet[Any]):
    def of_organisations(self, organisations: Any) -> "DossierQuerySet":
        return self.filter(organisation__in=organisations)
