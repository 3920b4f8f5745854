"""One page of the annuaire: accompanists whose recognition is active, by name.

Read along the index of what is listed, in the order of names, so that a deep page costs what the
first does. Rare words are found in their index; words that many have are met soon on the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from directory.annuaire.enums import Distance, Offer, Scope
from directory.annuaire.models import Listing, ListingDepartment, ListingDomain
from directory.organisations.indexing import look_up_words, met_by, reading_words, with_words
from directory.organisations.named import FEW
from directory.organisations.plurals import sought
from directory.organisations.querysets import identified_by
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.querysets import RecognitionQuerySet
from directory.register.numbers import read_number
from directory.register.orders import BY_NAME, Key

PAGE_SIZE = 20
COUNT_CAP = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Recognitions, each with its listing; `last` is the key to the next page, "" at the end.

    `count` is how many match in all, and `more` says that there are others yet.
    """

    rows: Sequence[Recognition]
    count: int
    more: bool
    last: str


def search(after: str = "", **filters: str) -> Page:
    """The accompanists that match, after the one whose key is `after`. Five queries at most.

    `filters` are those of `AnnuaireForm`, without those that are empty.
    """
    today = timezone.localdate()
    found = matching(today, **filters)
    counted = found.order_by()[: COUNT_CAP + 1].count()
    rows = _read(found, BY_NAME.read(after))
    shown = rows[:PAGE_SIZE]
    last = shown[-1] if len(rows) > PAGE_SIZE else None
    return Page(
        rows=shown,
        count=min(counted, COUNT_CAP),
        more=counted > COUNT_CAP,
        last=BY_NAME.write(BY_NAME.key_of(last, today)) if last else "",
    )


def matching(today: date, *, q: str = "", **filters: str) -> RecognitionQuerySet:
    """What is listed today and matches."""
    found: RecognitionQuerySet = Recognition.objects.listed(today).filter(listing__isnull=False)
    if q:
        found = _with_words(found, q)
    return found.filter(*(condition(name, value) for name, value in filters.items()))


def condition(name: str, value: str) -> Q | Exists:
    """What one filter asks of a recognition; KeyError for what is none."""
    if name == "theme":
        return Q(listing__whole_approach=True) | Q(_has(ListingDomain, domain=value))
    if name == "departement":
        return _has(ListingDepartment, department=value)
    return CONDITIONS[name, value]


def _has(rows: type[Model], **like: str) -> Exists:
    """Whether its listing has such rows."""
    return Exists(rows._default_manager.filter(listing=OuterRef("listing__pk"), **like))


CONDITIONS: dict[tuple[str, str], Q | Exists] = {
    ("portee", Scope.WHOLE): Q(listing__whole_approach=True),
    ("portee", Scope.ACTIONS): _has(ListingDomain),
    ("offre", Offer.ACCOMPANIMENT): Q(listing__accompanies=True),
    ("offre", Offer.TRAINING): Q(listing__trains=True),
    ("distance", Distance.YES): Q(listing__at_a_distance=True),
}


def _with_words(found: RecognitionQuerySet, q: str) -> RecognitionQuerySet:
    """Those that `q` identifies, or that have its words; none for a text without a word."""
    number = read_number(q, RecognitionKind.ACCOMPANIST)
    if number:
        return found.filter(number=number)
    identified = identified_by(q, "organisation__")
    if identified is not None:
        return found.filter(identified)
    words = sought(q)
    if not words:
        return found.none()
    many, keys = look_up_words(Listing, "folded_words", words, few=FEW)
    if keys is not None:
        return found.filter(listing__in=keys)
    listings = Listing.objects.order_by()
    if many:
        of_each = listings.filter(recognition=OuterRef("pk"))
        return met_by(found, reading_words(of_each, "folded_words", words))
    return found.filter(listing__in=with_words(listings, "folded_words", words).values("pk"))


def _read(found: RecognitionQuerySet, after: Key | None) -> list[Recognition]:
    """The first from `after` on, one more than a page, with all that a line shows."""
    if after:
        found = BY_NAME.after(found, after)
    # Their keys first: the index alone has them, in their order.
    keys = BY_NAME.sort(found).values("pk")[: PAGE_SIZE + 1]
    rows = Recognition.objects.filter(pk__in=keys).select_related("organisation", "listing")
    shown = rows.prefetch_related("listing__domains", "listing__departments")
    return list(BY_NAME.sort(shown))
