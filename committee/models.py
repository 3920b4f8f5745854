"""Where Django finds the tables of the committee; we import them from their features."""

from committee.bodies.models import Body, College, Mandate
from committee.sessions.models import AgendaItem, Attendance, MinutesDraft, Session
from committee.voting.models import Ballot, Decision, Recusal, VotingRound

__all__ = [
    "AgendaItem",
    "Attendance",
    "Ballot",
    "Body",
    "College",
    "Decision",
    "Mandate",
    "MinutesDraft",
    "Recusal",
    "Session",
    "VotingRound",
]
