"""Who is who, what they signed, what they were granted."""

from directory.models.charters import Charter, CharterVersion, Principle, Signature
from directory.models.people import Invitation, Membership, Organisation, User
from directory.models.recognitions import Recognition
from directory.models.team import TeamRole

__all__ = [
    "Charter",
    "CharterVersion",
    "Invitation",
    "Membership",
    "Organisation",
    "Principle",
    "Recognition",
    "Signature",
    "TeamRole",
    "User",
]
