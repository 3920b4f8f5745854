"""Questions to the applications. Imported by the models, so it imports none of them."""

from typing import Any

from django.db import models


class ApplicationQuerySet(models.QuerySet[Any]):
    def of_organisations(self, organisations: Any) -> "ApplicationQuerySet":
        return self.filter(organisation__in=organisations)
