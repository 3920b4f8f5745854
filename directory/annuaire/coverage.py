"""How many accompanists cover each department today."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from django.db.models import Count, Max

from directory.annuaire.models import Listing, ListingDepartment
from directory.recognitions.freshness import Freshness, freshness
from directory.recognitions.models import Recognition


def coverage() -> Mapping[str, int]:
    """Accompanists listed today, by code of department; nothing for those that have none.

    Counted again when a recognition or a listing has changed: two queries, and then a third.
    """
    published = Listing.objects.aggregate(last=Max("published_at"))["last"]
    return _counted(freshness(), published)


@lru_cache(maxsize=2)
def _counted(fresh: Freshness, published: datetime | None) -> Mapping[str, int]:
    listed = Recognition.objects.listed(fresh[0].date()).order_by().values("listing")
    found = ListingDepartment.objects.filter(listing__in=listed).order_by()
    counted = found.values_list("department").annotate(number=Count("pk"))
    return MappingProxyType(dict(counted))
