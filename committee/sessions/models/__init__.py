"""The sessions of a body, and what they examine."""

from committee.sessions.models.agenda import AgendaItem
from committee.sessions.models.minutes import MinutesDraft
from committee.sessions.models.session import Attendance, Session

__all__ = [
    "AgendaItem",
    "Attendance",
    "MinutesDraft",
    "Session",
]
