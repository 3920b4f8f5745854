"""Questions to the table of complaints. Imported by the models, so it imports none of them."""

from collections.abc import Collection
from typing import Any

from django.db import models

from labelling.oversight.complaints.enums import Addressee


class ComplaintQuerySet(models.QuerySet[Any]):
    def to_handle(self) -> "ComplaintQuerySet":
        """Those that are not over: something is to be done by a day."""
        return self.filter(due_on__isnull=False)

    def over(self) -> "ComplaintQuerySet":
        return self.filter(due_on__isnull=True)

    def addressed_to(
        self, addressees: Collection[Addressee], *, unlinked_to: Collection[Any] = ()
    ) -> "ComplaintQuerySet":
        """Those that these handle, without those about the organisations `unlinked_to`."""
        # One value and no list: an index in the order of the page answers by itself.
        found = (
            self.filter(addressee=next(iter(addressees)))
            if len(addressees) == 1
            else self.filter(addressee__in=addressees)
        )
        if not unlinked_to:
            return found
        return found.exclude(recognition__organisation__in=unlinked_to)
