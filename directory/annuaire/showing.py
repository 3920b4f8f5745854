"""A listing in words: the line of the list, and the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.annuaire.enums import Domain
from directory.annuaire.models import Listing, ListingReference
from directory.organisations.departments import DEPARTMENTS, PAYS_DE_LA_LOIRE
from directory.recognitions.models import Recognition
from workflows.presentation.french import enumerate_french

WHOLE_REGION = "Pays de la Loire"
MOST_NAMED = 3  # departments on a line
WHOLE_APPROACH = "Toute la démarche"


@dataclass(frozen=True, slots=True)
class Line:
    """What the list says of one: `tags` are what it does, on what, where, in a few words each."""

    recognition: Recognition
    presentation: str
    tags: list[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says; `places` names every department."""

    listing: Listing
    does: str
    scopes: list[str]
    places: list[str]
    references: list[ListingReference]


def line_of(recognition: Recognition) -> Line:
    """Its listing, domains and departments should be loaded."""
    listing: Listing = recognition.listing
    names = _names(_codes(listing))
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} autres départements"]
    tags = [*_scopes(listing), *_offers(listing), *([", ".join(names)] if names else [])]
    if listing.at_a_distance:
        tags.append("À distance")
    return Line(recognition, listing.presentation, tags)


def shown_of(listing: Listing) -> Shown:
    """Its domains, departments and references should be loaded."""
    return Shown(
        listing=listing,
        does=enumerate_french(_offers(listing)).capitalize(),
        scopes=_scopes(listing),
        places=[DEPARTMENTS[code] for code in _codes(listing)],
        references=list(listing.references.all()),
    )


def _codes(listing: Listing) -> list[str]:
    """Those of the region first, as people here read them."""
    codes = {row.department for row in listing.departments.all()}
    return sorted(codes, key=lambda code: (code not in PAYS_DE_LA_LOIRE, code))


def _names(codes: Iterable[str]) -> list[str]:
    """Their names; the region in one word where all of it is covered."""
    covered = list(codes)
    if set(covered) >= PAYS_DE_LA_LOIRE.keys():
        others = [DEPARTMENTS[code] for code in covered if code not in PAYS_DE_LA_LOIRE]
        return [WHOLE_REGION, *others]
    return [DEPARTMENTS[code] for code in covered]


def _scopes(listing: Listing) -> list[str]:
    carried = {row.domain for row in listing.domains.all()}
    actions = [domain.label for domain in Domain if domain in carried]
    return [WHOLE_APPROACH, *actions] if listing.whole_approach else actions


def _offers(listing: Listing) -> list[str]:
    offers = {"Accompagnement": listing.accompanies, "Formation": listing.trains}
    return [name for name, done in offers.items() if done]
