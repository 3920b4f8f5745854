"""What an accompanist says of itself to everybody: what the annuaire publishes, and no more."""

from dataclasses import dataclass

from directory.annuaire.enums import Domain
from directory.organisations.departments import DEPARTMENTS


@dataclass(frozen=True, slots=True)
class PublishedReference:
    """A mission that may be shown: for whom, in which year, on what, what was done.

    `theme` is in the words that people read (« Environnement »). The contact is no part of it.
    """

    client: str
    year: int
    theme: str
    description: str


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """What an accompanist does and where.

    `whole_approach` and `domains` (values of Domain) are its scopes, one of them at least;
    `accompanies` and `trains` what it does, one at least; `departments` are INSEE codes, and none
    is only for who works `at_a_distance`. `website` is "" or an address in http or https.

    Raises ValueError for what nobody could look up.
    """

    presentation: str
    website: str
    whole_approach: bool
    domains: frozenset[str]
    accompanies: bool
    trains: bool
    departments: frozenset[str]
    at_a_distance: bool
    references: tuple[PublishedReference, ...]

    def __post_init__(self) -> None:
        if unknown := self.domains - set(Domain.values):
            raise ValueError(f"no domain of the diagnostic: {sorted(unknown)}")
        if unknown := self.departments - DEPARTMENTS.keys():
            raise ValueError(f"no department of France: {sorted(unknown)}")
        if not (self.whole_approach or self.domains):
            raise ValueError("neither the whole approach nor a domain")
        if not (self.accompanies or self.trains):
            raise ValueError("neither accompanies nor trains")
        if not (self.departments or self.at_a_distance):
            raise ValueError("no department, and not at a distance")
        # The page links to it: an address that runs a script is none.
        if self.website and not self.website.startswith(("https://", "http://")):
            raise ValueError(f"no address of a site: {self.website}")
