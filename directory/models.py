"""Django's entrance: every model of the directory. We import each from its feature."""

from directory.accompaniments.models import Accompaniment
from directory.annuaire.models import (
    Listing,
    ListingDepartment,
    ListingDomain,
    ListingReference,
)
from directory.charters.models import Charter, CharterVersion, Principle, Signature
from directory.delays.models import DelayChange
from directory.impartiality.models import Interest
from directory.imports.models import ImportDraft, ImportFile, KnownHeadings, LabelImport
from directory.joining.models import Invitation
from directory.logo.models import LogoFile, OfficialLogo
from directory.memberships.models import Membership
from directory.organisations.models import EligibilityProof, Organisation
from directory.people.models import NameChange, TeamRole, User
from directory.recognitions.models import Recognition
from directory.removals.models import LogoRemoval
from directory.representation.models import RepresentationClaim, RepresentationProof

__all__ = [
    "Accompaniment",
    "Charter",
    "CharterVersion",
    "DelayChange",
    "EligibilityProof",
    "ImportDraft",
    "ImportFile",
    "Interest",
    "Invitation",
    "KnownHeadings",
    "LabelImport",
    "Listing",
    "ListingDepartment",
    "ListingDomain",
    "ListingReference",
    "LogoFile",
    "LogoRemoval",
    "Membership",
    "NameChange",
    "OfficialLogo",
    "Organisation",
    "Principle",
    "Recognition",
    "RepresentationClaim",
    "RepresentationProof",
    "Signature",
    "TeamRole",
    "User",
]
