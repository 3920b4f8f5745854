"""What the actions on a membership take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RepresentationShown:
    """What convinced the CRESS (`verification`, a Verification), and `note`, what it saw."""

    verification: str
    note: str


@dataclass(frozen=True, slots=True)
class RepresentationEstablished(RepresentationShown):
    """The same of somebody whose claim is accepted, and their `function` there."""

    function: str
