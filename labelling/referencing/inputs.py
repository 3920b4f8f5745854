"""What the actions of a referencing take, each already cleaned by a form or an operation."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from directory.charters.models import CharterVersion
from directory.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Standing:
    """Until when the organisation is approved ESUS, its last day included; None: not known yet."""

    esus_until: date | None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the organisation does. `domains` are values of `Domain`, for specific actions."""

    presentation: str
    website: str
    accompanies: bool
    trains: bool
    whole_approach: bool
    domains: Collection[str]
    private_part: bool


@dataclass(frozen=True, slots=True)
class Territory:
    """Where: codes of departments, and whether at a distance."""

    departments: Collection[str]
    at_a_distance: bool


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """Somebody who followed the half-day training; `pk` of the entry to change, None for a new."""

    name: str
    trained_on: date
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Who may be asked about a mission; the words are theirs to keep private."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class MissionEntry:
    """A mission given as a reference; `pk` of the entry to change, None for a new.

    Its client is the organisation `client`, or the name in `client_name`. `ended_on` is its last
    day, None for one whose day nobody gives or that goes on.
    """

    client: Organisation | None
    client_name: str
    year: int
    ended_on: date | None
    theme: str
    description: str
    with_ess: bool
    on_improvement: bool
    publishable: bool
    contact: Contact
    pk: int | None = None

    @property
    def over_on(self) -> date:
        """Its last day; that of its year where nobody gave it."""
        return self.ended_on or date(self.year, 12, 31)


@dataclass(frozen=True, slots=True)
class EntryKey:
    """The entry to take off, as its key."""

    pk: int


@dataclass(frozen=True, slots=True)
class Acceptances:
    """By group of commitments, the ranks (from 1) of those accepted, as `version` words them."""

    version: CharterVersion
    accepted: Mapping[str, Collection[int]]


@dataclass(frozen=True, slots=True)
class ContactLog:
    """What a client said of the mission `mission_id`, on that day, by that channel."""

    mission_id: int
    channel: str
    made_on: date
    said: str
