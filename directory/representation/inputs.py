"""What the answer to a claim takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.memberships.inputs import RepresentationShown
from directory.memberships.models import Membership


@dataclass(frozen=True, slots=True)
class ClaimAccepted(RepresentationShown):
    """What convinced the CRESS, and the accesses that it ends."""

    ended: Sequence[Membership]
