"""How many accompanists cover each department today."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType

from django.db.models import Count, Max
from django.utils import timezone

from directory.annuaire.models import Listing, ListingDepartment
from directory.recognitions.models import Recognition


def coverage() -> Mapping[str, int]:
    """Accompanists listed today, by code of department; nothing for those that have none.

    Counted again when a recognition or a listing has changed, and each minute in any case: of two
    transactions, the older may commit last. Two queries, and a third when it counts.
    """
    now = timezone.localtime()
    newest = Recognition.history.order_by("-history_id").values_list("digest", flat=True).first()
    published = Listing.objects.aggregate(last=Max("published_at"))["last"]
    return _counted(now.date(), now.replace(second=0, microsecond=0), newest or "", published)


@lru_cache(maxsize=2)
def _counted(
    today: date, minute: datetime, newest: str, published: datetime | None
) -> Mapping[str, int]:
    """Of the same moment, the same counts: a digest is that of one line of one history."""
    listed = Recognition.objects.listed(today).order_by().values("listing")
    found = ListingDepartment.objects.filter(listing__in=listed).order_by()
    counted = found.values_list("department").annotate(number=Count("pk"))
    return MappingProxyType(dict(counted))
