"""Who is who, what they signed, what they were granted."""

from directory.models.charters import Charter, CharterVersion, Principle, Signature
from directory.models.memberships import Membership
from directory.models.people import Invitation, Organisation, User
from directory.models.recognitions import Recognition
from directory.models.representation import RepresentationClaim, RepresentationProof
from directory.models.team import TeamRole

__all__ = [
    "Charter",
    "CharterVersion",
    "Invitation",
    "Membership",
    "Organisation",
    "Principle",
    "Recognition",
    "RepresentationClaim",
    "RepresentationProof",
    "Signature",
    "TeamRole",
    "User",
]
