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
        self, addressee: Addressee | None, *, unlinked_to: Collection[Any] = ()
    ) -> "ComplaintQuerySet":
        """Those to `addressee` (None: to anybody), but about the organisations `unlinked_to`."""
        found = self if addressee is None else self.filter(addressee=addressee)
        for organisation in unlinked_to:
            found = found.exclude(recognition__organisation=organisation)
        return found
