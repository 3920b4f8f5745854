"""What the actions on a session and its agenda take."""

from dataclasses import dataclass
from datetime import datetime

from committee.bodies.models import Body, Mandate


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """When, where and under whom it sits; why its notice is short, empty when it is not."""

    chair: Mandate
    body: Body
    starts_at: datetime
    place: str
    notice_waived_reason: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """The text of the minutes."""

    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an item on the agenda, from 1."""

    position: int


@dataclass(frozen=True, slots=True)
class ProposalPut:
    """The key of the proposal put to the vote; empty, the first that the case declares."""

    proposal: str = ""
